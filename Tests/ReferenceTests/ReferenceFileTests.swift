import Foundation
import JSON
import Testing

@testable import Reference

/// Tests that generated parts are inserted into their files, and that the files of the repository contain the current
/// parts.
@Suite struct ReferenceFileTests {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test(arguments: ReferenceFile.all.map(\.path))
    func repositoryIsUpToDate(path: String) throws {
        let file = try #require(ReferenceFile.all.first { $0.path == path })
        let text = try String(contentsOf: Self.repository.appending(path: path), encoding: .utf8)
        #expect(try file.updating(text) == text, "\(path) differs from the tables in Sources: run make generate")
    }

    @Test func replacesWhatIsBetweenMarkers() throws {
        let part = ReferencePart(file: "a.md", name: "x", .markdown("new\nlines"))
        let page = "before\n<!-- generated: x -->\nold\n<!-- end: x -->\nafter\n"
        #expect(
            try ReferenceFile(path: "a.md", parts: [part]).updating(page)
                == "before\n<!-- generated: x -->\nnew\nlines\n<!-- end: x -->\nafter\n"
        )
    }

    @Test(arguments: ["", "<!-- generated: x -->\n", "<!-- end: x -->", "<!-- generated: y -->\n<!-- end: y -->"])
    func reportsMissingMarkers(page: String) {
        let part = ReferencePart(file: "a.md", name: "x", .markdown("new"))
        #expect(throws: ReferenceError.noMarkers(part: "x", file: "a.md")) {
            try ReferenceFile(path: "a.md", parts: [part]).updating(page)
        }
    }

    @Test func replacesDefinitions() throws {
        func updated(_ schema: String, _ names: [String]) throws -> JSONText {
            let parts = names.map { ReferencePart(file: "a.json", name: $0, .definition(["type": "null"])) }
            return try JSONText(parsing: ReferenceFile(path: "a.json", parts: parts).updating(schema))
        }
        let schema = #"{ "title": "t", "$defs": { "hand": { "type": "string" } } }"#
        let first = try updated(schema, ["b", "c"])
        #expect(first["title"] == "t")
        #expect(first["$defs"]?.members.map(\.key) == ["hand", "b", "c"])
        #expect(first["$defs"]?["b"]?["type"] == "null")
        // A definition whose table entry does not exist any more is removed.
        #expect(try updated(first.text, ["c"])["$defs"]?.members.map(\.key) == ["hand", "c"])
    }
}
