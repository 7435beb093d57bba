import JSON
import Registry

/// The import script's description of a project.
struct DjangoReading {
    /// A generator that a registry can express.
    struct Generator {
        let id: String
        let entry: JSONNode
        /// The names that the site gives to the cache files of some example sources.
        let names: [(source: String, name: String)]
        /// The source groups of the generator.
        let sourceGroups: [String]
    }

    /// The settings of the site. The value of a setting that the site does not set is null.
    let settings: JSONObject
    /// The options of the bucket that stores cache files, by the address of the bucket.
    let storages: JSONObject
    let sourceGroups: JSONObject
    /// The source groups of an earlier import for which the project has no model or field any more.
    let goneGroups: Set<String>
    /// The addresses of databases and of the cache, each with the environment variable that must contain the address.
    let addresses: [(variable: String, address: String)]
    let generators: [Generator]
    let leftOut: [LeftOut]

    /// - Throws: `MalformedReadingError`.
    init(_ answer: JSONObject) throws {
        settings = try answer.required("settings").object()
        storages = try answer.required("storages").object()
        sourceGroups = try answer.required("source_groups").object()
        goneGroups = Set(try answer.required("gone_groups").elements().map { try $0.text() })
        addresses = try answer.required("addresses").object().members.map { try ($0.key, $0.value.text()) }
        generators = try answer.required("generators").object().members.map(Generator.init)
        leftOut = try answer.required("left_out").elements().map(LeftOut.init)
    }
}

extension DjangoReading.Generator {
    fileprivate init(_ member: JSONObject.Member) throws {
        let generator = try member.value.object()
        id = member.key
        entry = try generator.required("entry")
        names = try generator.required("names").object().members.map { try ($0.key, $0.value.text()) }
        sourceGroups = try entry.object()["source"]?.elements().map { try $0.text() } ?? []
    }
}

/// A part of a project that the import leaves out, because a registry cannot express it or would give other names to
/// its cache files.
package struct LeftOut: Sendable {
    /// The id of a generator, the name of a setting, or a key of a generator (`ID.KEY`).
    package let name: String
    package let reason: String
}

extension LeftOut {
    fileprivate init(_ node: JSONNode) throws {
        let object = try node.object()
        name = try object.required("name").text()
        reason = try object.required("reason").text()
    }
}

/// The script printed JSON that is not a description of a project.
struct MalformedReadingError: Error {}

extension JSONObject {
    fileprivate func required(_ key: String) throws(MalformedReadingError) -> JSONNode {
        guard let value = self[key] else { throw MalformedReadingError() }
        return value
    }
}

extension JSONNode {
    func text() throws(MalformedReadingError) -> String {
        guard case .string(let text) = value else { throw MalformedReadingError() }
        return text
    }

    func object() throws(MalformedReadingError) -> JSONObject {
        guard case .object(let object) = value else { throw MalformedReadingError() }
        return object
    }

    fileprivate func elements() throws(MalformedReadingError) -> [JSONNode] {
        guard case .array(let elements) = value else { throw MalformedReadingError() }
        return elements
    }
}
