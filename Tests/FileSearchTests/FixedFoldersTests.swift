import TestSupport
import Testing

@testable import FileSearch

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

    @Test func missingRoot() throws {
        #expect(try Glob("*.jpg").missingFolder(in: "/nonexistent")?.parent == "/nonexistent")
    }
}
