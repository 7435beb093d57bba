import Foundation
import Testing
import Vips

/// Runs every target with the inputs of the corpus, which the fuzzers found.
struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus")

    /// The target `header` also decodes BMP files. For this task, it needs libvips, which is started once per process.
    private static let libvips: Void = {
        do { try LibVips.start() } catch { Issue.record(error) }
    }()

    @Test(arguments: FuzzTarget.allCases)
    func nothingIsFound(_ target: FuzzTarget) throws {
        if target == .header { Self.libvips }
        let folder = Self.folder.appending(path: target.rawValue)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            do {
                try target.run(Array(Data(contentsOf: file)))
            } catch let finding as FuzzError {
                Issue.record("\(target.rawValue)/\(file.lastPathComponent): \(finding.description)")
            }
        }
    }
}
