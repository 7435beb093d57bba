/// What `read_project.py` says of a project.
struct DjangoReading {
    /// A generator that a registry can have.
    struct Generator {
        let id: String
        let entry: JSONNode
        /// The names that the site gives its cache files, by source.
        let names: [(source: String, name: String)]
    }

    /// Null where the site does not set it.
    let settings: JSONObject
    let sourceGroups: JSONObject
    let generators: [Generator]
    let leftOut: [LeftOut]
    /// What whoever runs the import has to know or to do.
    let notes: [String]
    /// Why the project could not be loaded.
    let error: String?

    init?(_ answer: JSONNode) {
        guard case .object(let members) = answer.value else { return nil }
        settings = members["settings"]?.object ?? JSONObject()
        sourceGroups = members["source_groups"]?.object ?? JSONObject()
        generators = (members["generators"]?.object ?? JSONObject()).members.compactMap { member in
            guard let generator = member.value.object, let entry = generator["entry"] else { return nil }
            let names = generator["names"]?.object?.members ?? []
            return Generator(
                id: member.key,
                entry: entry,
                names: names.compactMap { name in name.value.text.map { (name.key, $0) } }
            )
        }
        leftOut = (members["left_out"]?.elements ?? []).compactMap { node in
            guard let name = node.object?["name"]?.text, let reason = node.object?["reason"]?.text else { return nil }
            return LeftOut(name: name, reason: reason)
        }
        notes = (members["notes"]?.elements ?? []).compactMap(\.text)
        error = members["error"]?.text
    }
}

/// Something of a project that a registry cannot say.
public struct LeftOut: Sendable {
    /// A generator's id, or the name of a setting.
    public let name: String
    public let reason: String
}

extension JSONNode {
    var text: String? { if case .string(let text) = value { text } else { nil } }
    var object: JSONObject? { if case .object(let object) = value { object } else { nil } }
    var elements: [JSONNode]? { if case .array(let elements) = value { elements } else { nil } }
}
