import Registry
import TestSupport
import Testing

@testable import Serving

/// The names of requests are untrusted input: no name opens a file outside the cache folder, or one of the state.
@Suite struct CacheFolderReaderTests {
    private static let marker = "from outside"
    private let folder = TemporaryFolder()
    private let settings: Settings

    init() {
        settings = Settings(mediaRoot: folder.path("media"))
        folder.write("secret.jpg", Self.marker)
        folder.write("media/secret.jpg", Self.marker)
        folder.write("media/CACHE/secret.jpg", Self.marker)
        folder.write("media/CACHE/images/.imagekit/state.sqlite3", Self.marker)
        folder.write("media/CACHE/images/photos/a.jpg", "an image")
        folder.link("media/CACHE/images/inside.jpg", to: "photos/a.jpg")
        folder.link("media/CACHE/images/relative.jpg", to: "../secret.jpg")
        folder.link("media/CACHE/images/absolute.jpg", to: folder.path("secret.jpg"))
        folder.link("media/CACHE/images/up", to: "..")
        folder.write("media/CACHE/images/.hidden.jpg", Self.marker)
        folder.write("media/CACHE/images/photos/.hidden/a.jpg", Self.marker)
        folder.makePipe("media/CACHE/images/pipe.jpg")
    }

    /// The size of the file that a request for the path gets; nil for none.
    private func size(_ path: String) -> Int? {
        let reader = CacheFolderReader(settings)
        guard case .cacheFile(let name) = RequestTargetReader(settings).target(path),
            let relative = reader.relativeName(name), case .file(let file) = reader.open(relative)
        else { return nil }
        return file.size
    }

    @Test(arguments: ["photos/a.jpg", "inside.jpg", "photos%2Ea.jpg".replacing("%2E", with: "/")])
    func filesOfTheFolderAreFound(name: String) { #expect(size("/media/CACHE/images/" + name) == 8) }

    @Test(arguments: [
        "../secret.jpg", "photos/../../secret.jpg", "%2e%2e/secret.jpg", "..%2fsecret.jpg", "relative.jpg",
        "absolute.jpg", "up/secret.jpg", "up/images/photos/a.jpg", ".imagekit/state.sqlite3", "pipe.jpg", "photos",
        "photos/", "", "/photos/a.jpg", ".hidden.jpg", "photos/.hidden/a.jpg", "photos//a.jpg", "./photos/a.jpg",
        "photos/a.jpg/", "photos/a.jpg%00",
    ])
    func otherNamesOpenNothing(name: String) { #expect(size("/media/CACHE/images/" + name) == nil) }

    @Test func aStateInsideTheFolderIsHidden() {
        var settings = settings
        settings.stateDir = folder.path("media/CACHE/images/photos")
        #expect(CacheFolderReader(settings).relativeName("CACHE/images/photos/a.jpg") == nil)
    }

    private func result(_ name: String, in settings: Settings) -> String {
        switch CacheFolderReader(settings).open(name) {
        case .file: "file"
        case .missing: "missing"
        case .notAFile: "not a file"
        case .unreadable(let error): "\(error)"
        }
    }

    @Test(arguments: [
        ("photos/b.jpg", "missing"), ("photos/a.jpg/b", "missing"), ("photos", "not a file"),
        ("pipe.jpg", "not a file"),
        ("relative.jpg", "not a file"), ("absolute.jpg", "not a file"), ("loop.jpg", "not a file"),
    ])
    func missingNamesDifferFromSpecialFiles(name: String, expected: String) {
        folder.link("media/CACHE/images/loop.jpg", to: "loop.jpg")
        #expect(result(name, in: settings) == expected)
    }

    @Test func anUnreadableFolderIsReported() {
        folder.write("file", "")
        let settings = Settings(mediaRoot: folder.path("file"))
        let path = folder.path("file/CACHE/images")
        #expect(result("a.jpg", in: settings) == "cannot open \(path): Not a directory")
    }

    /// The generator combines the parts of path tricks, and changes random bytes.
    @Test func tenThousandHostileNamesReadNothing() {
        var random = SeededGenerator(seed: 23)
        let parts = [
            "..", ".", "/", "//", "%2e", "%2E%2e", "%2f", "%5c", "\\", "%00", "\u{0}", "secret.jpg", "photos", "a.jpg",
            "photos/a.jpg",
            "media", "CACHE", "images", ".imagekit", "state.sqlite3", "relative.jpg", "absolute.jpg", "up", "%",
            "%c0%ae",
            "?", "#", "http://a", "etc/passwd", "ü", "%25", ":", "~", " ", ".auto", "/media/CACHE/images/", "/-/",
        ]
        var (inside, outside) = (0, 0)
        for index in 0..<10_000 {
            var name = index.isMultiple(of: 2) ? "/media/CACHE/images/" : ""
            for _ in 0..<Int.random(in: 1...8, using: &random) { name += parts.randomElement(using: &random) ?? "" }
            if index.isMultiple(of: 5) {
                var bytes = Array(name.utf8)
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                name = String(decoding: bytes, as: UTF8.self)
            }
            if let size = size(name) { if size == Self.marker.utf8.count { outside += 1 } else { inside += 1 } }
        }
        #expect(outside == 0)
        // The generator also finds the image, so it does not only produce names that are refused at once.
        #expect(inside > 0)
    }
}
