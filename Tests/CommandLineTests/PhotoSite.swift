import Foundation

/// A temporary folder with a registry and some photographs of the repository, in which the built executable runs.
final class PhotoSite {
    let path: String

    /// - Parameter generators: the generators of the registry, as JSON.
    init(settings: String = "", generators: String = "", photos: [String] = ["dahlia.jpg", "aurora.jpg"]) throws {
        path = "/tmp/imagekit-site-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path + "/media/photos", withIntermediateDirectories: true)
        for photo in photos {
            let sample = URL(filePath: #filePath).deletingLastPathComponent().path + "/../../media/photos/" + photo
            try FileManager.default.copyItem(atPath: sample, toPath: path + "/media/photos/" + photo)
        }
        try write(settings: settings, generators: generators)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(settings: String = "", generators: String) throws {
        try """
        {
            "settings": { "MEDIA_ROOT": "media", "MEDIA_URL": "/media/" \(settings.isEmpty ? "" : ", " + settings) },
            "source_groups": { "photos": { "glob": ["photos/**/*.{jpg,png}"] } },
            "generators": { \(generators) }
        }
        """.write(toFile: path + "/specs.json", atomically: true, encoding: .utf8)
    }

    struct Result {
        let status: Int32
        let output: String
        let error: String
        var lines: [String] {
            output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
    }

    /// - Parameter worker: a replacement for the built worker.
    func run(_ arguments: String..., input: String = "", worker: String? = nil) throws -> Result {
        try run(arguments, input: input, worker: worker)
    }

    func run(_ arguments: [String], input: String = "", worker: String? = nil) throws -> Result {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: path)
        process.environment = ["PATH": "/usr/bin:/bin"].merging(worker.map { ["IMAGEKIT_WORKER": $0] } ?? [:]) { $1 }
        // Unlike pipes, files cannot fill up and block.
        let (output, error) = (path + "/stdout", path + "/stderr")
        for file in [output, error] { try Data().write(to: URL(filePath: file)) }
        try input.write(toFile: path + "/stdin", atomically: true, encoding: .utf8)
        process.standardInput = FileHandle(forReadingAtPath: path + "/stdin")
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: error)
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            output: String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self),
            error: String(decoding: FileManager.default.contents(atPath: error) ?? Data(), as: UTF8.self)
        )
    }

    /// The names of all files below the cache folder, relative to it, without the state.
    var cacheFiles: [String] {
        let names = FileManager.default.enumerator(atPath: path + "/media/CACHE/images")?.compactMap { $0 as? String }
        return (names ?? []).filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path + "/media/CACHE/images/" + name, isDirectory: &isFolder)
            return !isFolder.boolValue && !name.hasPrefix(".imagekit")
        }.sorted()
    }

    /// SwiftPM builds the executable into the folder of the test runner.
    private static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "imagekit")
}
