import Foundation
import ImageKitCLI
import Testing
import TestSupport

@testable import Manual

/// Manual pages and completion scripts are generated from the declarations of the commands.
@Suite struct ManualFileTests {
    private static let files: [ManualFile] = {
        do {
            let command = try CommandDeclaration(parsing: ImageKitCommand.declarations)
            let schema = try Repository.text("specs.schema.json")
            return try ManualFile.all(command, exitCodes: ImageKitCommand.exitCodes, schema: schema)
        } catch {
            return []
        }
    }()

    @Test func eachCommandHasAPage() {
        let paths = Set(Self.files.map(\.path))
        #expect(
            paths.isSuperset(of: ["Docs/man/imagekit.1", "Docs/man/imagekit-generateimages.1", "Docs/man/specs.json.5"])
        )
        // Only completion scripts use this command, so it has no manual page.
        #expect(!paths.contains("Docs/man/imagekit-generator-ids.1"))
    }

    @Test func aPageNamesTheDefaultOfAnOption() throws {
        let page = try #require(Self.files.first { $0.path == "Docs/man/imagekit-watch.1" })
        #expect(page.text.contains("made.\nDefault: 0.5.\n"))
    }

    @Test(arguments: files.map(\.path))
    func theRepositoryIsUpToDate(path: String) throws {
        let file = try #require(Self.files.first { $0.path == path })
        #expect(try Repository.text(path) == file.text, "\(path) differs from the declarations: run make generate")
    }

    @Test func theRepositoryHasNoPageOfARemovedCommand() throws {
        let folder = Repository.path("Docs/man")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).map { "Docs/man/\($0)" }
        #expect(Set(names) == Set(Self.files.map(\.path).filter { $0.hasPrefix("Docs/man/") }))
    }
}
