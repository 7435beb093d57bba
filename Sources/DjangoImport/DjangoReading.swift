import JSON
import Registry

/// What the script of the import says of a project.
struct DjangoReading {
    /// A generator that a registry can have.
    struct Generator {
        let id: String
        let entry: JSONNode
        /// The names that the site gives its cache files, by source.
        let names: [(source: String, name: String)]
        /// The groups that it takes its sources from.
        let sourceGroups: [String]
    }

    /// Null where the site does not set it.
    let settings: JSONObject
    let sourceGroups: JSONObject
    /// Groups of an earlier import whose model or field there is no more.
    let goneGroups: Set<String>
    /// Of databases, by the variables that will hold them.
    let addresses: [(variable: String, address: String)]
    let generators: [Generator]
    let leftOut: [LeftOut]

    /// - Throws: `MalformedReading`.
    init(_ answer: JSONObject) throws {
        settings = try answer.required("settings").object()
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

/// Something of a project that a registry cannot say.
package struct LeftOut: Sendable {
    /// A generator's id, or the name of a setting.
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

/// An answer that is not the script's.
struct MalformedReading: Error {}

extension JSONObject {
    fileprivate func required(_ key: String) throws(MalformedReading) -> JSONNode {
        guard let value = self[key] else { throw MalformedReading() }
        return value
    }
}

extension JSONNode {
    func text() throws(MalformedReading) -> String {
        guard case .string(let text) = value else { throw MalformedReading() }
        return text
    }

    func object() throws(MalformedReading) -> JSONObject {
        guard case .object(let object) = value else { throw MalformedReading() }
        return object
    }

    fileprivate func elements() throws(MalformedReading) -> [JSONNode] {
        guard case .array(let elements) = value else { throw MalformedReading() }
        return elements
    }
}
