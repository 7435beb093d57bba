import SystemPackage
import Testing
import TestSupport

@testable import Files
@testable import FileSearch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct FolderWalkTests {
    let tree = TemporaryFolder()

    /// Returns the results of a walk, one line each.
    private func walk(
        _ include: [String] = ["**"],
        exclude: [String] = [],
        cacheFolder: String? = nil,
        followsOutside: Bool = false
    ) throws -> [String] {
        let filter = NameFilter(include: try include.map { try Glob($0) }, exclude: try exclude.map { try Glob($0) })
        let walk = try FolderWalk(
            root: tree.path,
            filter: filter,
            cacheFolder: cacheFolder,
            followsOutside: followsOutside
        )
        return walk.map { finding in
            switch finding {
            case .source(let name, _): name
            case .unusable(let name, let reason): "\(name): \(reason.message)"
            case .unread(let folder, let reason): "\(folder)/: \(reason.message)"
            }
        }
    }

    @Test func visitsNamesInByteOrder() throws {
        let names = [
            "a!/x", "a-b/x", "a.jpg", "a/b.jpg", "a/b/c", "a/ba", "a0", "ab/x", "B", "é", "z/ü", "z/zz/a", "~",
        ]
        for name in names { tree.write(name) }
        #expect(try walk() == names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    }

    @Test func skipsFoldersWithTheStateOfACache() throws {
        for name in ["a.jpg", "other/thumbs/.imagekit/state.sqlite3", "other/thumbs/x/b.jpg", "other/c.jpg"] {
            tree.write(name)
        }
        // The walk still enters a root with a state, and a folder in which `.imagekit` is a file.
        tree.write(".imagekit/state.sqlite3")
        tree.write("other/.imagekit")
        #expect(try walk() == ["a.jpg", "other/c.jpg"])
    }

    @Test func findsIncludedFilesThatAreNotExcluded() throws {
        for name in ["a.jpg", "p/a.jpg", "p/a.png", "p/.h.jpg", "p/x/b.jpg", "p/drafts/c.jpg", "q/a.jpg", ".p/a.jpg"] {
            tree.write(name)
        }
        #expect(try walk(["p/**/*.jpg"]) == ["p/a.jpg", "p/x/b.jpg", "p/drafts/c.jpg"].sorted())
        #expect(try walk(["p/**/*.jpg", "p/*.png"], exclude: ["p/drafts/**"]) == ["p/a.jpg", "p/a.png", "p/x/b.jpg"])
        #expect(
            try walk(["**", "p/.*"], exclude: ["*.jpg", "**/x/*"]) == [
                "p/.h.jpg", "p/a.jpg", "p/a.png", "p/drafts/c.jpg", "q/a.jpg",
            ]
        )
        #expect(try walk(["p/.*"], exclude: ["p/*"]).isEmpty)
        #expect(try walk([]).isEmpty)
        #expect(try walk(["nothing/*"]).isEmpty)
    }

    /// If the walk opened such a folder, it would report that the folder cannot be read.
    @Test(.enabled(if: geteuid() != 0, "root can read every file")) func doesNotOpenOtherFolders() throws {
        tree.write("p/a.jpg")
        for name in ["other", "p/drafts", "p/.hidden"] {
            tree.makeFolder(name)
            chmod(tree.path(name), 0)
        }
        #expect(try walk(["p/**"], exclude: ["p/drafts/**"]) == ["p/a.jpg"])
        #expect(
            try walk(["**"]) == [
                "other/: the folder cannot be read: Permission denied", "p/a.jpg",
                "p/drafts/: the folder cannot be read: Permission denied",
            ]
        )
        for name in ["other", "p/drafts", "p/.hidden"] { chmod(tree.path(name), 0o755) }
    }

    @Test func returnsTheStatusOfEachSource() throws {
        tree.write("a", "12345")
        tree.link("b", to: "a")
        var times = [
            timespec(tv_sec: 1_700_000_000, tv_nsec: 123_456_789),
            timespec(tv_sec: 1_700_000_000, tv_nsec: 123_456_789),
        ]
        utimensat(AT_FDCWD, tree.path("a"), &times, 0)
        let expected = FileStamp(try Stat(tree.path("a")))
        #expect(expected.size == 5 && expected.modified == 1_700_000_000_123_456_789)
        let filter = NameFilter(include: [try Glob("*")])
        #expect(
            try Array(FolderWalk(root: tree.path, filter: filter)) == [
                .source(name: "a", status: expected), .source(name: "b", status: expected),
            ]
        )
        #expect(
            try Array(FolderWalk(root: tree.path, filter: filter, readsStatus: false)) == [
                .source(name: "a", status: nil), .source(name: "b", status: nil),
            ]
        )
    }

    @Test func skipsTheCacheFolder() throws {
        tree.write("CACHE/images/a.jpg")
        tree.write("CACHE/other/a.jpg")
        tree.write("b.jpg")
        tree.link("into", to: "CACHE/images/a.jpg")
        tree.link("mirror", to: "CACHE")
        #expect(
            try walk(["**", "CACHE/images/*"], cacheFolder: "CACHE/images") == [
                "CACHE/other/a.jpg", "b.jpg", "mirror/other/a.jpg",
            ]
        )
    }

    @Test func skipsACacheFolderCreatedDuringTheWalk() throws {
        tree.write("a.jpg")
        let walk = try FolderWalk(
            root: tree.path,
            filter: NameFilter(include: [try Glob("**")]),
            cacheFolder: "p/CACHE"
        )
        tree.write("p/CACHE/a.jpg")
        #expect(walk.map(\.name) == ["a.jpg"])
    }

    @Test func skipsALinkToACacheFolderElsewhere() throws {
        let elsewhere = TemporaryFolder()
        elsewhere.write("images/a.jpg")
        tree.link("CACHE", to: elsewhere.path)
        tree.write("b.jpg")
        #expect(try walk(cacheFolder: "CACHE/images") == ["b.jpg"])
        #expect(try walk(cacheFolder: "CACHE/new") == ["b.jpg"], "the cache folder does not exist yet")
    }

    @Test(arguments: [false, true]) func skipsALinkIntoTheCacheFolder(_ followsOutside: Bool) throws {
        tree.write("CACHE/images/photos/a.jpg")
        tree.link("back", to: "CACHE/images/photos")
        #expect(try walk(cacheFolder: "CACHE/images", followsOutside: followsOutside).isEmpty)
    }

    /// Such a folder can contain other files than cache files.
    @Test func reportsALinkToAFolderWithTheCacheFolder() throws {
        let outside = TemporaryFolder()
        outside.write("cache/a.jpg")
        outside.write("photos/b.jpg")
        tree.link("data", to: outside.path)
        let target = try #require(resolvedPath(outside.path))
        let message = "data/: a symbolic link that leads out of MEDIA_ROOT, to \(target)" + Self.remedy
        #expect(try walk(cacheFolder: outside.path("cache")) == [message])
        #expect(try walk(cacheFolder: outside.path("cache"), followsOutside: true) == ["data/photos/b.jpg"])
    }

    @Test func followsLinksBelowTheRoot() throws {
        tree.write("store/a.jpg")
        tree.write("store/deep/b.jpg")
        tree.link("links/a.jpg", to: "../store/a.jpg")
        tree.link("links/folder", to: "../store")
        #expect(try walk(["links/**"]) == ["links/a.jpg", "links/folder/a.jpg", "links/folder/deep/b.jpg"])
    }

    private static let remedy = #"; if this is intended, set "follow_outside": true in its source group"#

    @Test func reportsLinksThatLeadOutsideOrAreBroken() throws {
        let outside = TemporaryFolder()
        outside.write("x/a.jpg")
        tree.link("a.jpg", to: outside.path("x/a.jpg"))
        tree.link("b.jpg", to: "gone.jpg")
        tree.link("c.jpg", to: "c.jpg")
        tree.link("folder", to: outside.path("x"))
        let target = try #require(resolvedPath(outside.path))
        #expect(
            try walk() == [
                "a.jpg: a symbolic link that leads out of MEDIA_ROOT, to \(target)/x/a.jpg" + Self.remedy,
                "b.jpg: a symbolic link to a file that is not there",
                "c.jpg: Too many levels of symbolic links",
                "folder/: a symbolic link that leads out of MEDIA_ROOT, to \(target)/x" + Self.remedy,
            ]
        )
        #expect(
            try walk(followsOutside: true) == [
                "a.jpg", "b.jpg: a symbolic link to a file that is not there",
                "c.jpg: Too many levels of symbolic links",
                "folder/a.jpg",
            ]
        )
        #expect(try walk(["*.png"]).isEmpty)
    }

    /// The target can be a folder on a file system that does not answer. Here, the target has a name that no file can
    /// have.
    @Test func reportsALinkWhoseTargetIsUnknown() throws {
        tree.link("archive", to: String(repeating: "x", count: 300))
        tree.link("gone", to: "missing")
        tree.link("loop", to: "loop")
        #expect(try walk(["**/*.jpg"]) == ["archive/: the folder cannot be read: File name too long"])
        #expect(
            try walk(["*"]) == [
                "archive: File name too long", "gone: a symbolic link to a file that is not there",
                "loop: Too many levels of symbolic links",
            ]
        )
    }

    @Test(.enabled(if: geteuid() != 0, "root can read every file"))
    func reportsTheErrorOfAnUnreadableFolderThatIsNamedLikeASource() throws {
        tree.write("a.jpg/b.jpg")
        chmod(tree.path("a.jpg"), 0)
        defer { chmod(tree.path("a.jpg"), 0o755) }
        #expect(try walk(["**/*.jpg"]) == ["a.jpg/: the folder cannot be read: Permission denied"])
    }

    @Test func leavesLoops() throws {
        tree.write("a/b/c.jpg")
        tree.link("a/b/up", to: "..")
        tree.link("self", to: ".")
        #expect(
            try walk() == [
                "a/b/c.jpg", "a/b/up/: a symbolic link to a folder that it is in",
                "self/: a symbolic link to a folder that it is in",
            ]
        )
    }

    @Test func reportsFilesThatAreNotRegular() throws {
        tree.makePipe("a.jpg")
        tree.makeFolder("b.jpg")
        tree.write("c.jpg/d.jpg")
        tree.link("dev.jpg", to: "/dev/null")
        #expect(
            try walk(["*.jpg"]) == [
                "a.jpg: not a regular file, but a named pipe",
                "b.jpg: not a regular file, but a folder",
                "c.jpg: not a regular file, but a folder",
                "dev.jpg: a symbolic link that leads out of MEDIA_ROOT, to /dev/null" + Self.remedy,
            ]
        )
    }

    @Test func skipsFoldersThatAWildcardMatches() throws {
        tree.makeFolder("b.jpg")
        tree.write("c.jpg/d.jpg")
        #expect(try walk(["*"]).isEmpty)
        #expect(try walk(["**/*"]) == ["c.jpg/d.jpg"])
    }

    #if os(Linux)
        @Test func reportsNamesThatAreNotUTF8() throws {
            tree.write("p/a.jpg")
            tree.write(bytes: Array("p/b".utf8) + [0xFF] + Array(".jpg".utf8))
            #expect(try walk(["p/*.jpg"]) == ["p/a.jpg", "p/b%FF.jpg: the name is not UTF-8; rename the file"])
            #expect(try walk(["p/*.png"]).isEmpty)
        }
    #endif

    @Test func ignoresFilesThatDisappear() throws {
        tree.write("a")
        tree.write("b")
        tree.write("c/d")
        tree.write("e/f")
        tree.link("g", to: "e")
        tree.link("h", to: "a")
        let walk = try FolderWalk(root: tree.path, filter: NameFilter(include: [try Glob("**")]))
        unlink(tree.path("b"))
        unlink(tree.path("g"))
        unlink(tree.path("h"))
        unlink(tree.path("c/d"))
        rmdir(tree.path("c"))
        #expect(walk.map(\.name) == ["a", "e/f"])
    }

    @Test func rejectsAMissingRoot() {
        tree.write("file")
        let filter = NameFilter(include: [])
        let gone = #expect(throws: Errno.self) { try FolderWalk(root: tree.path("gone"), filter: filter) }
        #expect(gone == .noSuchFileOrDirectory)
        let file = #expect(throws: Errno.self) { try FolderWalk(root: tree.path("file"), filter: filter) }
        #expect(file == .notDirectory)
    }

    @Test func closesWhatItOpened() throws {
        tree.write("a/b/c/d")
        let before = openDescriptors()
        for _ in 0..<50 {
            let walk = try FolderWalk(root: tree.path, filter: NameFilter(include: [try Glob("**")]))
            #expect(walk.next()?.name == "a/b/c/d")
        }
        #expect(openDescriptors() < before + 50)
    }

    /// Returns the lowest free descriptor. It increases with every descriptor that is left open.
    private func openDescriptors() -> Int32 {
        let descriptor = dup(0)
        close(descriptor)
        return descriptor
    }
}
