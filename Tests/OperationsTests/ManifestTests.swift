import Testing
import WorkerProtocol

@testable import Operations
@testable import Planning
@testable import Registry

@Suite struct ManifestTests {
    private let site = Site()

    private func text(_ events: [ImageEvent]) throws -> String {
        var manifest = Manifest(settings: try site.registry().settings)
        for event in events { manifest.add(event) }
        try manifest.write(to: site.folder.path("manifest.json"))
        return try String(contentsOfFile: site.folder.path("manifest.json"), encoding: .utf8)
    }

    private func event(_ generator: String, _ source: String, _ status: ImageEvent.Status) -> ImageEvent {
        ImageEvent(generator: generator, origin: .source(source), name: "C/\(source).gif", status: status)
    }

    @Test func listsExistingImagesInByteOrder() throws {
        var notes = ImageNotes()
        notes.quality = 70
        let made = Outcome.MadeImage(width: 3, height: 2, bytes: 10, format: .gif, notes: notes)
        let failure = Outcome.Failure(code: .crashed, message: "")
        let text = try text([
            event("b", "a b.png", .generated(made, .missing, seconds: 1)),
            event("a", "z.png", .fresh(bytes: 7, image: nil)),
            event("a", "Z.png", .fresh(bytes: 7, image: nil)), event("a", "x.png", .failed(failure)),
            event("a", "y.png", .wouldGenerate(.missing)),
        ])
        #expect(
            text == """
                {"version":1,"images":[
                {"generator":"a","source":"Z.png","name":"C/Z.png.gif","url":"/media/C/Z.png.gif","bytes":7},
                {"generator":"a","source":"z.png","name":"C/z.png.gif","url":"/media/C/z.png.gif","bytes":7},
                {"generator":"b","source":"a b.png","name":"C/a b.png.gif","url":"/media/C/a%20b.png.gif",\
                "width":3,"height":2,"bytes":10,"format":"GIF","mime_type":"image/gif","quality":70}
                ]}

                """
        )
    }

    @Test func anEmptyRunHasAnEmptyList() throws { #expect(try text([]) == "{\"version\":1,\"images\":[]}\n") }

    @Test func filesThatAreNeededAreNotReplaced() throws {
        site.folder.write("list.txt", "photos/a.png\n")
        site.folder.write("photos/a.gif", "GIF89a\u{3}\u{1}\u{2}\u{1}\u{1}\u{1}\u{1}")
        site.folder.write(
            "specs.json",
            #"{ "source_groups": { "l": { "list": "list.txt" } }, "generators": { "g": { "source": "l" } } }"#
        )
        let registry = try site.registry()
        func obstacle(_ name: String) -> String? {
            Manifest.obstacle(at: site.folder.path(name), for: registry)?.replacing(site.folder.path + "/", with: "")
        }
        #expect(obstacle("specs.json") == "specs.json is a registry")
        #expect(obstacle("photos/a.gif") == "photos/a.gif is an image")
        #expect(obstacle("list.txt") == #"list.txt is what the source group "l" reads"#)
        site.folder.write("CACHE/images/.imagekit/lock")
        #expect(obstacle("CACHE/images/.imagekit/lock") == "CACHE/images/.imagekit/lock is imagekit's own")
        #expect(obstacle("CACHE/images/.imagekit/new") == "CACHE/images/.imagekit/new is imagekit's own")
        #expect(obstacle("photos/a.png") == nil && obstacle("new.json") == nil)
    }
}
