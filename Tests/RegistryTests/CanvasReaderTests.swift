import ImageSpecs
import Testing
import TestSupport

@testable import Registry

struct CanvasReaderTests {
    private func registry(_ generator: String) throws -> Registry {
        let folder = TemporaryFolder()
        folder.write("specs.json", #"{"source_groups": {"p": {"glob": "*"}}, "generators": {"a": \#(generator)}}"#)
        var reader = RegistryReader(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        return try reader.read(forNamesOnly: false)
    }

    private func spec(_ generator: String) throws -> ImageSpec {
        try #require(try registry(generator).generators.first).spec
    }

    private let size = #""width": 40, "height": 30"#

    @Test func colours() throws {
        let spec = try spec(##"{"canvas": {\##(size), "color": "#ff0000"}}"##)
        let red = Color(red: 255, green: 0, blue: 0)
        #expect(spec.extensions.canvas == Canvas(width: 40, height: 30, fill: .color(red)))
        #expect(spec.format == "PNG")
        #expect(try self.spec(#"{"canvas": {\#(size)}}"#).extensions.canvas?.fill == .color(.transparentWhite))
    }

    @Test func theHashDependsOnTheVisibleColours() throws {
        func pickle(_ canvas: String) throws -> [UInt8] {
            SpecPickle(try spec(#"{"canvas": {\#(size), \#(canvas)}, "format": "PNG"}"#)).bytes(sourceName: "")
        }
        #expect(try pickle(#""color": "red""#) == pickle(#""color": [255, 0, 0]"#))
        let different = try [
            #""color": "red""#, #""color": "blue""#, #""gradient": {"from": "red", "to": "blue"}"#,
            #""gradient": {"from": "blue", "to": "red"}"#, #""gradient": {"from": "red", "to": "blue", "angle": 90}"#,
            #""gradient": {"from": "red", "to": "blue", "direction": "r"}"#,
        ].map(pickle)
        #expect(Set(different).count == different.count)
        #expect(
            try pickle(#""gradient": {"from": "red", "to": "blue", "direction": "b"}"#)
                == pickle(#""gradient": {"from": "red", "to": "blue"}"#)
        )
    }

    @Test func gradients() throws {
        let spec = try spec(##"{"canvas": {\##(size), "gradient": {"from": "red", "to": "#0008", "angle": 45}}}"##)
        let gradient = Canvas.Gradient(
            from: Color(red: 255, green: 0, blue: 0),
            to: Color(red: 0, green: 0, blue: 0, alpha: 136),
            direction: .angle(45)
        )
        #expect(spec.extensions.canvas?.fill == .gradient(gradient))
    }

    @Test(arguments: [
        (#"{"canvas": {"width": 4}}"#, "a canvas needs height"),
        (#"{"canvas": {"width": 0, "height": 4}}"#, "canvas.width: 0 is not a whole number of pixels"),
        (
            #"{"canvas": {"width": 40000, "height": 40000}}"#,
            "40000×40000 are 1600000000 pixels, more than max_pixels, 100000000"
        ),
        (#"{"canvas": {"width": 4, "height": 4, "colour": "red"}}"#, "did you mean \"color\"?"),
        (#"{"canvas": {"width": 4, "height": 4, "color": "reed"}}"#, "\"reed\" is not a colour"),
        (#"{"canvas": {"width": 4, "height": 4, "color": "red", "gradient": {}}}"#, "a color or a gradient"),
        (#"{"canvas": {"width": 4, "height": 4, "gradient": {"from": "red"}}}"#, "a gradient needs to"),
        (
            #"{"canvas": {"width": 4, "height": 4, "gradient": {"from": "red", "to": "red", "direction": "c"}}}"#,
            "\"c\" is not one of tl, t"
        ),
        (
            #"{"canvas": {"width": 4, "height": 4, "gradient": {"from": "red", "to": "red", "angle": 400}}}"#,
            "400 is not a number of degrees"
        ),
        (#"{"canvas": {"width": 4, "height": 4}, "source": "p"}"#, "a.source: an image is made from a canvas or"),
        (#"{"canvas": {"width": 4, "height": 4}, "animated": true, "format": "GIF"}"#, "a canvas has no source"),
        (#"{"canvas": {"width": 4, "height": 4}, "options": {"quality": 8}}"#, "PNG has no such option"),
    ])
    func mistakes(_ generator: String, _ message: String) {
        let invalid = #expect(throws: RegistryError.self) { try registry(generator) }
        let problems = invalid?.problems.map(\.description) ?? []
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }
}
