import TestSupport
import Testing

@testable import FileSearch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct FixedFoldersTests {
    @Test(arguments: [
        ("photos/**/*.jpg", ["photos"]), ("a/b/c.jpg", ["a", "b"]), ("*.jpg", []), ("a/*/b/*.jpg", ["a"]),
        ("{a,b}/c.jpg", []), ("a\\[1\\]/x", ["a[1]"]), ("a/[b]/c", ["a"]), ("a?/b", []),
    ])
    func foldersBeforeTheFirstWildcard(pattern: String, folders: [String]) throws {
        #expect(try Glob(pattern).fixedFolders == folders)
    }

    /// The folders are `Photos`, `photos/2026`, and `trées`; `file` is a file.
    @Test(
        arguments: [
            ("photos/*", false, nil), ("photos/2025/*", false, "photos/2025"), ("PHOTOS/*", false, "PHOTOS"),
            ("PHOTOS/2026/*", true, nil), ("Photos/2026/*", false, "Photos/2026"), ("trÉes/*", true, "trÉes"),
            ("file/*", true, "file"), ("*.jpg", false, nil),
        ] as [(String, Bool, String?)]
    )
    func missingFolder(pattern: String, ignoresCase: Bool, expected: String?) throws {
        let tree = TemporaryFolder()
        for folder in ["Photos", "photos/2026", "trées"] { tree.makeFolder(folder) }
        tree.write("file")
        let missing = try Glob(pattern, ignoresCase: ignoresCase).missingFolder(in: tree.path)
        #expect(missing.map { $0.parent + "/" + $0.name } == expected.map(tree.path))
    }

    /// A folder is not missing because its parent cannot be listed.
    @Test(.enabled(if: geteuid() != 0, "root can read every file")) func anUnreadableParent() throws {
        let tree = TemporaryFolder()
        tree.makeFolder("photos")
        chmod(tree.path, 0o311)
        defer { chmod(tree.path, 0o755) }
        #expect(try Glob("photos/*", ignoresCase: true).missingFolder(in: tree.path) == nil)
        #expect(try Glob("other/*", ignoresCase: true).missingFolder(in: tree.path)?.name == "other")
    }

    @Test func missingRoot() throws {
        #expect(try Glob("*.jpg").missingFolder(in: "/nonexistent")?.parent == "/nonexistent")
    }
}
