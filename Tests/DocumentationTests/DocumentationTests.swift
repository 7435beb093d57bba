import Foundation
import ImageSpecs
import Testing
import TestSupport
import WorkerProtocol

@testable import JSON
@testable import Planning
@testable import Registry
@testable import Workers

/// Compares the documentation and the schema with the code.
struct DocumentationTests {
    @Test(arguments: ["README.md", "Docs/registry.md", "Docs/pages.md"])
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

    @Test(arguments: ProcessorDefinition.all.map(\.name))
    func aProcessorHasItsPicture(name: String) throws {
        let format = try #require(ProcessorDefinition.named(name)).example.format
        let file = "Docs/images/processors/\(name)\(format.extensions[0])"
        let bytes = try #require(FileManager.default.contents(atPath: Repository.path(file)), "\(file)")
        #expect(bytes.count > 500 && bytes.count < 16_384, "\(file) has \(bytes.count) bytes")
    }

    @Test func theRegistryOfThePicturesIsValid() throws {
        var reader = RegistryReader(path: Repository.path("Docs/images/specs.json"), environment: [:], ask: Self.ask)
        let ids = try reader.read(forNamesOnly: false).generators.map(\.id)
        #expect(Set(ids) == Set(ProcessorDefinition.all.map { "docs:processor:\($0.name)" } + ["docs:stamp"]))
    }

    @Test func settingsAreInTheSchema() throws {
        let keys = try #require(try definition("settings")["properties"]?.keys)
        #expect(Set(keys) == Set(Setting.all.map(\.name)))
    }

    @Test(arguments: Setting.all.map(\.name))
    func aSettingIsDescribed(name: String) throws {
        #expect(try Repository.text("Docs/registry.md").contains("| `\(name)` |"))
    }

    @Test func attributesOfGeneratorsAreInTheSchemaAndDescribed() throws {
        let keys = try #require(try definition("generator")["properties"]?.keys)
        #expect(Set(keys) == Set(Generator.keys))
        let page = try Repository.text("Docs/registry.md")
        for key in keys { #expect(page.contains("| `\(key)`"), "Docs/registry.md has no row for \(key)") }
    }

    @Test(arguments: [
        "missing", "source-changed", "overlay-changed", "forced", "interrupted", "damaged", "renamed", "limits-changed",
        "renderer-changed", "outdated", "retried", "placeholder-missing",
    ])
    func aReasonIsDescribed(reason: String) throws {
        #expect(Reason(rawValue: reason) != nil)
        #expect(try Repository.text("Docs/operations.md").contains("`\(reason)`"))
    }

    /// The ratios in the README must be the same as in the results of the benchmark.
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
