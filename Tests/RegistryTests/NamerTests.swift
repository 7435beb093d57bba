import ImageSpecs
import TestSupport
import Testing

@testable import Files
@testable import JSON
@testable import Registry

/// Names from django-imagekit 6.1.1. Scripts/golden_names.py computes them.
struct NameCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let source: String
    let spec: ImageSpec
    let isValid: Bool
    let hash: String
    let names: [Namer: String]

    /// The list excludes five specs with processors that PILKit cannot run, such as `Crop` without a size. A registry
    /// cannot contain them.
    static let all = written.filter(\.isValid)

    static let written: [NameCase] = {
        let path = Repository.path("Tests/Fixtures/names.json")
        let root = RegistryNode(json: try! parseJSON(try! readFile(path)), file: path, path: "", log: ProblemLog())
        return root.members("an object")!.first { $0.key == "cases" }!.node.elements("an array")!.map {
            NameCase(RegistryNode(json: $0.json, file: path, path: "", log: ProblemLog()))
        }
    }()

    private init(_ node: RegistryNode) {
        let members = Dictionary(uniqueKeysWithValues: node.members("an object")!.map { ($0.key, $0.node) })
        func text(_ key: String) -> String { members[key]!.string()! }
        let spec = members["spec"]!.members("an object")!.map { ($0.key, $0.node) }
        self.spec = SpecReader().spec(Dictionary(uniqueKeysWithValues: spec))
        isValid = node.log.problems.allSatisfy(\.affectsOnlyImages)
        source = text("source")
        hash = text("hash")
        names = [
            .sourceNameAsPath: text("source_name_as_path"), .sourceNameDotHash: text("source_name_dot_hash"),
            .hash: text("hash_namer"),
        ]
        testDescription = "\(source.debugDescription) \(hash)"
    }
}

@Suite struct NamerTests {
    @Test func thereAreCases() {
        #expect(NameCase.all.count > 200)
        #expect(NameCase.written.count == NameCase.all.count + 5)
    }

    @Test func hashesAreDjangos() {
        for item in NameCase.all {
            #expect(SpecPickle(item.spec).hash(sourceName: item.source) == item.hash, "\(item.testDescription)")
        }
    }

    @Test(arguments: [Namer.sourceNameAsPath, .sourceNameDotHash, .hash]) func namesAreDjangos(_ namer: Namer) {
        for item in NameCase.all {
            let subject = Namer.Subject(spec: item.spec, generator: "g", origin: ImageOrigin(key: item.source))
            let name = namer.name(of: subject, in: "CACHE/images")
            // Compare bytes, because Swift's == treats canonically equivalent names as equal.
            #expect(name.utf8.elementsEqual(item.names[namer]!.utf8), "\(name) is not \(item.names[namer]!)")
        }
    }

    /// A site reads the name of a source from its database, so the name is another object than an equal string of the
    /// spec. Strings of one character are an exception. The hash is that of django-imagekit 6.1.1.
    @Test func aSourceCanHaveTheNameOfAStringInItsSpec() throws {
        let pickle = SpecPickle(ImageSpec(format: "PNG"))
        #expect(pickle.bytes(sourceName: "PNG") == Array("(lp0\nVPNG\np1\na(lp2\naVPNG\np3\naNaI01\na.".utf8))
        #expect(pickle.bytes(sourceName: "a") == Array("(lp0\nVa\np1\na(lp2\naVPNG\np3\naNaI01\na.".utf8))
        let grey = try Processor(name: "Convert", arguments: .positional([.string("L")]))
        let spec = ImageSpec(processors: [grey], format: "PNG")
        #expect(SpecPickle(spec).hash(sourceName: "L") == "3b853a22260f70a893f8e8af457b96a9")
    }

    /// A colour of a project is another object than the equal default of `Reflection`, but all calls of `Reflection`
    /// share the default. The hashes are those of django-imagekit 6.1.1.
    @Test func aColourOfTheProjectIsNotTheDefault() throws {
        let border = try Processor(name: "AddBorder", arguments: .positional([.integer(3), .string("#FFFFFF")]))
        let reflection = try Processor(name: "Reflection", arguments: .named(["size": .double(0.3)]))
        let once = ImageSpec(processors: [border, reflection], format: "JPEG")
        #expect(SpecPickle(once).hash(sourceName: "a.jpg") == "a812cc72a54f5d73dcc051b271ebced0")
        let twice = ImageSpec(processors: [border, reflection, reflection], format: "JPEG")
        #expect(SpecPickle(twice).hash(sourceName: "a.jpg") == "43ada192af695bf3151c2782023873c6")
    }

    @Test func extensionsAtTheirDefaultsLeaveTheHash() {
        var spec = ImageSpec(format: "PNG")
        let plain = SpecPickle(spec).hash(sourceName: "a.png")
        spec.extensions.autorotate = true
        #expect(SpecPickle(spec).hash(sourceName: "a.png") == plain)
        spec.extensions.autorotate = false
        let changed = SpecPickle(spec).hash(sourceName: "a.png")
        #expect(changed != plain)
        spec.extensions.colorProfile = .keep
        #expect(SpecPickle(spec).hash(sourceName: "a.png") != changed)
    }
}
