import ImageSpecs
import Testing
import TestSupport

@testable import Registry

struct RegisteredChainTests {
    private func registry(_ files: [String: String]) throws -> Registry {
        let folder = TemporaryFolder()
        for (name, text) in files { folder.write(name, text) }
        var reader = RegistryReader(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        return try reader.read(forNamesOnly: false)
    }

    @Test func aNameStandsForItsChain() throws {
        let read = try registry([
            "specs.json": #"""
            {"include": "more/*.json", "processors": {"brand:card": ["brand:trim", {"Rounded": [12]}]},
             "generators": {"a": {"processors": ["brand:card", "MakeOpaque"]}}}
            """#,
            "more/trim.json": #"""
            {"processors": {"brand:trim": ["Trim"]},
             "generators": {"b": {"processors": ["Trim", {"Rounded": {"radius": 12}}, "MakeOpaque"]}}}
            """#,
        ])
        let specs = read.generators.map(\.spec)
        #expect(specs[0].processors.map(\.name) == ["Trim", "Rounded", "MakeOpaque"])
        #expect(SpecPickle(specs[0]).bytes(sourceName: "x") == SpecPickle(specs[1]).bytes(sourceName: "x"))
    }

    /// Each level contains the next level `width` times. With a width of two and 31 levels, the result would be a
    /// billion processors, or a billion empty chains.
    @Test(arguments: [
        (2, 31, #"["Trim"]"#, "more than 1000 processors"), (2, 31, "[]", "more than 1000 processors"),
        (1, 100, #"["Trim"]"#, "more than 32 levels"),
    ])
    func chainsThatAreTooLong(_ width: Int, _ depth: Int, _ last: String, _ message: String) {
        let levels = (0..<depth).map { level in
            let next = Array(repeating: "\"a:\(level + 1)\"", count: width).joined(separator: ", ")
            return "\"a:\(level)\": [\(next)]"
        }
        let text = """
            {"processors": {\(levels.joined(separator: ", ")), "a:\(depth)": \(last)},
             "generators": {"g": {"processors": ["a:0"]}}}
            """
        let invalid = #expect(throws: RegistryError.self) { try registry(["specs.json": text]) }
        let problems = invalid?.problems.map(\.description) ?? []
        #expect(problems.contains { $0.contains(message) }, "\(problems.last ?? "")")
    }

    @Test(arguments: [
        (#"{"processors": {"a:a": ["a:b"], "a:b": ["a:a"]}}"#, "contains itself: a:a → a:b → a:a"),
        (#"{"processors": {"Crop": ["Trim"]}}"#, "with a colon"),
        (#"{"processors": {"a:a": ["Trimm"]}}"#, "did you mean \"Trim\"?"),
        (#"{"processors": {"a:card": ["Trim"]}, "generators": {"g": {"processors": ["a:crad"]}}}"#, "\"a:card\"?"),
    ])
    func mistakes(_ text: String, _ message: String) {
        let invalid = #expect(throws: RegistryError.self) { try registry(["specs.json": text]) }
        let problems = invalid?.problems.map(\.description) ?? []
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }
}
