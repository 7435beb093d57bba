import JSON
import Testing

@testable import Manual

@Suite struct CompletedValueTests {
    private func value(_ json: JSONText) -> CompletedValue { CompletedValue(ArgumentDeclaration(json)) }

    private func option(_ name: String, valueName: String) -> JSONText {
        ["kind": "option", "names": [["kind": "long", "name": .string(name)]], "valueName": .string(valueName)]
    }

    @Test func idsAreCompletedForPatterns() {
        #expect(value(["kind": "positional", "valueName": "pattern"]) == .generatorIDs)
        #expect(value(["kind": "positional", "valueName": "size"]) == .nothing)
    }

    @Test func namesOfProcessorsAreCompleted() {
        guard case .words(let words) = value(["kind": "positional", "valueName": "name"]) else {
            Issue.record("no words")
            return
        }
        #expect(words.contains("ResizeToFill") && words.contains("SmartCrop"))
    }

    @Test func valuesOfOptionsAreCompleted() {
        #expect(value(option("sandbox", valueName: "auto|required|off")) == .words(["auto", "required", "off"]))
        #expect(value(option("registry", valueName: "path")) == .files)
        #expect(value(option("project", valueName: "path")) == .folders)
        #expect(value(option("root", valueName: "folder")) == .folders)
        #expect(value(option("generator", valueName: "id")) == .generatorIDs)
        #expect(value(option("upload-to", valueName: "folder")) == .nothing)
        #expect(value(option("timeout", valueName: "seconds")) == .nothing)
        guard case .words(let formats) = value(option("format", valueName: "format")) else {
            Issue.record("no words")
            return
        }
        #expect(formats.contains("JPEG") && formats.contains("AVIF") && !formats.contains("HEIC"))
    }
}
