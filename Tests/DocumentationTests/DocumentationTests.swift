import Foundation
import ImageSpecs
import Testing
import TestSupport
import WorkerProtocol

@testable import JSON
@testable import Planning
@testable import Registry
@testable import Workers

/// The documentation and the schema say what the code does.
struct DocumentationTests {
    @Test(arguments: ["README.md", "Docs/registry.md"])
    func registriesInTheTextAreValid(page: String) throws {
        let folder = TemporaryFolder()
        let examples = try codeBlocks(of: page, language: "json")
        #expect(!examples.isEmpty)
        for example in examples {
            folder.write("specs.json", example)
            var reader = RegistryReader(path: folder.path("specs.json"), environment: [:], ask: Self.ask)
            _ = try reader.read(forNamesOnly: false)
        }
    }

    @Test func theSampleRegistryIsValid() throws {
        var reader = RegistryReader(path: Repository.path("specs.json"), environment: [:], ask: Self.ask)
        #expect(try reader.read(forNamesOnly: false).generators.count > 3)
    }

    @Test(arguments: ProcessorSignature.all.map(\.name))
    func aProcessorIsDescribed(name: String) throws {
        let signature = try #require(ProcessorSignature.named(name))
        let row = try #require(
            try Repository.text("Docs/processors.md").split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") },
            "Docs/processors.md has no row for \(name)"
        )
        guard !signature.isVariadic else { return }
        let arguments = row.split(separator: "|")[1]
        for parameter in signature.parameters {
            #expect(arguments.contains(parameter.name), "\(name) has \(parameter.name)")
            if parameter.fallback == nil { #expect(arguments.contains("**\(parameter.name)**")) }
        }
    }

    @Test(arguments: ProcessorSignature.all.map(\.name))
    func aProcessorHasItsPicture(name: String) throws {
        let page = try Repository.text("Docs/processors.md")
        let row = try #require(
            page.components(separatedBy: "## Pictures").last?.split(separator: "\n").first {
                $0.hasPrefix("| `\(name)` |")
            },
            "Docs/processors.md shows no picture of \(name)"
        )
        let file = try #require(row.firstMatch(of: /!\[.*\]\((images\/processors\/.*)\)/)).1
        let bytes = try #require(FileManager.default.contents(atPath: Repository.path("Docs/" + file)), "\(file)")
        #expect(bytes.count > 500 && bytes.count < 16_384, "\(file) has \(bytes.count) bytes")
        // What the page says made it is what did.
        let call = try #require(row.firstMatch(of: /\| `[^`]*` \| `([^`]*)` \|/)).1
        let generator = #""docs:processor:\#(name)":"#
        let made = try Repository.text("Docs/images/specs.json").split(separator: "\n").first { $0.contains(generator) }
        #expect(made?.contains(call) == true, "Docs/images/specs.json makes \(name) in another way than \(call)")
    }

    @Test func theRegistryOfThePicturesIsValid() throws {
        var reader = RegistryReader(path: Repository.path("Docs/images/specs.json"), environment: [:], ask: Self.ask)
        let ids = try reader.read(forNamesOnly: false).generators.map(\.id)
        #expect(Set(ids) == Set(ProcessorSignature.all.map { "docs:processor:\($0.name)" } + ["docs:stamp"]))
    }

    @Test(arguments: ImageFormat.allCases.map(\.rawValue) + ["HEIC"])
    func aFormatIsDescribed(name: String) throws {
        #expect(try Repository.text("Docs/registry.md").contains("| `\(name)` |"))
    }

    @Test(arguments: ProcessorSignature.all.map(\.name))
    func aProcessorIsInTheSchema(name: String) throws {
        let signature = try #require(ProcessorSignature.named(name))
        let key = name.prefix(1).lowercased() + name.dropFirst()
        let forms = try #require(try definition(key)["anyOf"]?.elements, "the schema has no \(key)")
        let named = try #require(forms.compactMap { $0["properties"]?.keys }.first ?? (signature.isVariadic ? [] : nil))
        #expect(Set(named) == Set(signature.isVariadic ? [] : signature.parameters.map(\.name)))
    }

    @Test func saveOptionsAreInTheSchema() throws {
        let keys = try #require(try definition("options")["properties"]?.keys)
        #expect(Set(keys) == SaveOption.knownNames)
    }

    @Test(arguments: SaveOption.knownNames.sorted())
    func aSaveOptionIsDescribed(name: String) throws {
        #expect(try Repository.text("Docs/registry.md").contains("`\(name)`"))
    }

    @Test func settingsAreInTheSchema() throws {
        let keys = try #require(try definition("settings")["properties"]?.keys)
        #expect(Set(keys) == Set(SettingName.allCases.map(\.rawValue)))
    }

    @Test(arguments: SettingName.allCases.map(\.rawValue))
    func aSettingIsDescribed(name: String) throws {
        #expect(try Repository.text("Docs/registry.md").contains("| `\(name)` |"))
    }

    @Test func attributesOfGeneratorsAreInTheSchemaAndDescribed() throws {
        let keys = try #require(try definition("generator")["properties"]?.keys)
        #expect(Set(keys) == Set(Generator.keys))
        let page = try Repository.text("Docs/registry.md")
        for key in keys { #expect(page.contains("| `\(key)`"), "Docs/registry.md has no row for \(key)") }
    }

    @Test func formatsAreInTheSchema() throws {
        let names = try #require(try definition("format")["anyOf"]?.elements?.first?["enum"]?.elements)
        #expect(Set(names.compactMap(\.text)) == Set(ImageFormat.allCases.map(\.rawValue)))
    }

    @Test(arguments: [
        "missing", "source-changed", "overlay-changed", "forced", "interrupted", "damaged", "renamed", "limits-changed",
    ])
    func aReasonIsDescribed(reason: String) throws {
        #expect(Reason(rawValue: reason) != nil)
        #expect(try Repository.text("Docs/operations.md").contains("`\(reason)`"))
    }

    /// Its ratios are those that the benchmark measured.
    @Test func theReadmesFiguresAreTheBenchmarks() throws {
        let readme = try Repository.text("README.md")
        let section = try #require(
            readme.components(separatedBy: "## What it costs\n").last?.components(separatedBy: "\n## ")[0]
        )
        let measured = try Repository.text("Benchmarks/RESULTS.md")
        let figures = section.matches(of: /[\d.]+×/).map(\.output)
        #expect(figures.count > 3)
        for figure in figures { #expect(measured.contains("| \(figure) |"), "\(figure)") }
    }

    private static func ask(_ query: Query) throws -> Answer { try WorkerQuery.ask(query, environment: [:]) }

    private func definition(_ name: String) throws -> JSONNode {
        let schema = try parseJSON(Array(Repository.text("specs.schema.json").utf8))
        return try #require(schema["$defs"]?[name])
    }

    private func codeBlocks(of page: String, language: String) throws -> [String] {
        try Repository.text(page).components(separatedBy: "```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }
}

extension JSONNode {
    fileprivate subscript(key: String) -> JSONNode? {
        if case .object(let object) = value { object[key] } else { nil }
    }

    fileprivate var keys: [String]? {
        if case .object(let object) = value { object.members.map(\.key) } else { nil }
    }

    fileprivate var elements: [JSONNode]? {
        if case .array(let elements) = value { elements } else { nil }
    }

    fileprivate var text: String? {
        if case .string(let text) = value { text } else { nil }
    }
}
