import Testing
import TestSupport

@testable import Files

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tests which file or folder prevents a write.
@Suite(.enabled(if: geteuid() != 0, "root can write every file")) struct MissingPermissionTests {
    let folder = TemporaryFolder()

    @Test func isTheFileOrItsFolderOrAFolderAbove() throws {
        folder.write("a/b/file", "")
        #expect(MissingPermission(toWrite: folder.path("a/b/file")) == nil)
        chmod(folder.path("a/b/file"), 0o444)
        #expect(MissingPermission(toWrite: folder.path("a/b/file"))?.path == folder.path("a/b/file"))
        chmod(folder.path("a/b"), 0o555)
        defer { chmod(folder.path("a/b"), 0o755) }
        let missing = try #require(MissingPermission(toWrite: folder.path("a/b/new")))
        #expect(missing.path == folder.path("a/b") && missing.owner == geteuid() && missing.isFolder)
        #expect(MissingPermission(toWrite: folder.path("a/b/c/d/new"))?.path == folder.path("a/b"))
        chmod(folder.path("a"), 0o600)
        defer { chmod(folder.path("a"), 0o755) }
        #expect(MissingPermission(toWrite: folder.path("a/b/file"))?.path == folder.path("a"))
    }
}
