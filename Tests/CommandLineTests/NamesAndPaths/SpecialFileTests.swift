import Foundation
import Testing

/// Tests with pipes in the cache folder that have the names of the state's files. A process that opens or reads such a
/// pipe would block.
@Suite struct SpecialFileTests {
    private static let folder = "media/CACHE/images/.imagekit/"
    private static let names = [
        "state.sqlite3", "state.sqlite3-wal", "state.sqlite3-shm", "state.sqlite3-journal", "lock",
    ]

    private func site(pipe name: String) async throws -> Site {
        let site = try await StateTests.madeSite()
        if FileManager.default.fileExists(atPath: site.path(Self.folder + name)) { site.remove(Self.folder + name) }
        site.makePipe(Self.folder + name)
        return site
    }

    @Test(arguments: names)
    func writersRefuseThem(_ name: String) async throws {
        let site = try await site(pipe: name)
        for command in [["generateimages"], ["prune"], ["invalidate", "*"]] {
            let result = try await site.run(command) { _ in }
            #expect(result.exitCode == 1, "\(command)")
            let path = site.path(Self.folder + name)
            #expect(result.errors.contains("\(path) is a pipe, and imagekit keeps its state only in regular files"))
        }
    }

    @Test(arguments: names)
    func readersDoNotBlock(_ name: String) async throws {
        let site = try await site(pipe: name)
        for command in [["status"], ["generateimages", "--check"]] {
            _ = try await site.run(command) { _ in }
        }
    }
}
