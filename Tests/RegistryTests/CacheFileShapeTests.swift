import ImageSpecs
import TestSupport
import Testing

@testable import Registry

@Suite struct CacheFileShapeTests {
    static let namers = ["source_name_as_path", "source_name_dot_hash", "hash", "source_content_hash"]

    private func name(_ namer: Namer, of origin: ImageOrigin, _ spec: ImageSpec) -> String {
        let subject = Namer.Subject(spec: spec, generator: "a:b", origin: origin, content: .repeating(1))
        return String(namer.name(of: subject, in: "C").dropFirst(2))
    }

    @Test(arguments: namers + ["{dir}/{stem}-{hash:12}.{ext}", "x/{dir}/{hash}.{ext}", "{generator}/{stem}/{hash}"])
    func matchesTheNamesOfTheNamer(_ text: String) throws {
        let namer = try #require(Namer.read(.string(text)) { Issue.record("\($0)") })
        let ofSource = CacheFileShape(namer)
        for source in ["a.jpg", "photos/a.JPG", "photos/a", ".a", "a.b/c.png"] {
            for spec in [ImageSpec(), ImageSpec(format: "WEBP")] {
                let name = name(namer, of: .source(source), spec)
                #expect(ofSource.matches(name), "\(name)")
            }
        }
        let ofCanvas = name(namer, of: .canvas, ImageSpec(format: "PNG"))
        #expect(CacheFileShape(namer, isOfCanvas: true).matches(ofCanvas), "\(ofCanvas)")
    }

    /// Without a canvas, a file with such a name is not one of imagekit's files.
    @Test(arguments: ["0123456789ab.png", "0123456789abcdef0123456789abcdef.png"])
    func theNameOfACanvasIsNoNameOfASource(_ name: String) {
        for namer in [Namer.sourceNameAsPath, .sourceNameDotHash, .sourceContentHash] {
            #expect(!CacheFileShape(namer).matches(name))
            #expect(!CacheFileShape(namer, isOfCanvas: true).matches("photos/" + name))
        }
    }
}
