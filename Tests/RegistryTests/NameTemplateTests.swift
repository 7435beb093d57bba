import ImageSpecs
import Testing
import TestSupport

@testable import Registry

@Suite struct NameTemplateTests {
    static let spec = ImageSpec(format: "JPEG")

    static func name(_ template: String, of source: String, by generator: String = "my:app:thumb") throws -> String {
        let subject = Namer.Subject(
            spec: spec,
            generator: generator,
            origin: .source(source),
            content: .repeating(1)
        )
        return Namer.template(try NameTemplate(template)).name(of: subject, in: "CACHE/images")
    }

    static let hash = SpecPickle(spec).hash(sourceName: "photos/dogs/bull.png")

    @Test(arguments: [
        ("{dir}/{stem}-{generator.last}-{hash:12}.{ext}", "photos/dogs/bull-thumb-\(hash.prefix(12)).jpg"),
        ("{generator}/{name}/{hash}", "my-app-thumb/bull.png/\(hash)"),
        ("{generator.first}.{hash:1}.{ext}", "my.\(hash.prefix(1)).jpg"),
        ("x/{hash:32}", "x/\(hash)"),
    ])
    func fieldsAreFilledIn(_ template: String, _ expected: String) throws {
        #expect(try Self.name(template, of: "photos/dogs/bull.png") == "CACHE/images/" + expected)
    }

    @Test func missingFieldsLeaveNoEmptySegments() throws {
        let hash = SpecPickle(ImageSpec()).hash(sourceName: "bull")
        let subject = Namer.Subject(spec: ImageSpec(), generator: "..", origin: .source("bull"))
        let template = try NameTemplate("{dir}/{generator}/{stem}-{hash}.{ext}")
        #expect(template.name(of: subject) == "--/bull-\(hash)")
    }

    @Test func theContentIsPartOfItsHash() throws {
        var subject = Namer.Subject(
            spec: Self.spec,
            generator: "g",
            origin: .source("a.jpg"),
            content: .repeating(1)
        )
        let name = Namer.sourceContentHash.name(of: subject, in: "C")
        #expect(name == "C/a.\(subject.contentHash).jpg" && subject.contentHash.utf8.count == 32)
        subject.content = .repeating(2)
        #expect(Namer.sourceContentHash.name(of: subject, in: "C") != name)
        let other = Namer.Subject(
            spec: ImageSpec(format: "JPEG", options: [:]),
            generator: "g",
            origin: .source("a.jpg"),
            content: .repeating(1)
        )
        #expect(Namer.sourceContentHash.name(of: other, in: "C") != name)
    }

    @Test(arguments: [
        ("{stem}.{ext}", "without {hash}"), ("{stm}-{hash}", "did you mean \"stem\"?"),
        ("{generator.lst}-{hash}", "did you mean \"generator.last\"?"), ("{hash", "brace"), ("hash}", "brace"),
        ("{hash:0}", "{hash:0}: only"), ("{hash:33}", "1 to 32 digits"), ("{stem:3}{hash}", "{stem:3}: only"),
        ("{content_hash:4}", "12 to 32 digits"), ("/{hash}", "not the name of a file"),
        ("{hash}/", "not the name of a file"), ("../{hash}", "stay in the cache folder"),
        (".imagekit/{hash}", "outside .imagekit"), ("a/./{hash}", "stay in"),
    ])
    func mistakesAreReported(_ template: String, _ message: String) {
        #expect { try NameTemplate(template) } throws: { "\($0)".contains(message) }
    }

    @Test(arguments: [
        ("{dir}/{stem}-{hash:12}.{ext}", true, "photos/dogs/bull-0123456789ab.jpg", true),
        ("{dir}/{stem}-{hash:12}.{ext}", true, "bull-0123456789ab.jpg", true),
        ("{dir}/{stem}-{hash:12}.{ext}", true, "photos/bull-0123456789aX.jpg", false),
        ("{dir}/{stem}-{hash:12}.{ext}", true, "photos/notes.txt", false),
        ("t-{hash}.{ext}", true, "t-0123456789abcdef0123456789abcdef.png", true),
        ("t-{hash}.{ext}", true, "a/t-0123456789abcdef0123456789abcdef.png", false),
        ("{stem}-{hash:4}", false, "mine-0123", true),
        // The extension is empty, so the dot before it is removed.
        ("{dir}/{stem}-{hash:12}.{ext}", true, "photos/bull-0123456789ab", true),
        ("{hash:12}.{ext}-{stem}", true, "0123456789ab-bull", true),
        ("{dir}/{stem}-{hash:12}.{ext}", true, "photos/bull-0123456789abpng", false),
        ("{dir}/{stem}-{hash:12}.{ext}", true, "photos/bull-0123456789ab.txt", false),
        // Without `{ext}`, the text after the last dot is not an extension.
        ("{stem}.{hash:12}", true, "bull.0123456789ab", true),
        ("thumbs/{dir}/{stem}-{hash:12}.{ext}", true, "thumbs/bull-0123456789ab.JPG", true),
    ])
    func anUnambiguousShapeIdentifiesOwnFiles(_ template: String, _ proves: Bool, _ name: String, _ fits: Bool) throws {
        let template = try NameTemplate(template)
        #expect(template.isUnambiguous == proves && template.matchesShape(name) == fits)
        #expect(CacheFileShape(.template(template)).matches(name) == (proves && fits))
    }
}
