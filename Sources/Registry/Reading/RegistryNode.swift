import ImageSpecs
import JSON

/// A value of a registry. For messages, the node also contains the file, the position, and the path of the value.
///
/// If a value is invalid, the methods that read the value report an error and return nil. They do not throw, so that
/// one run reports all errors.
package struct RegistryNode {
    let json: JSONNode
    let file: String
    let path: String
    let log: ProblemLog

    package init(json: JSONNode, file: String, path: String, log: ProblemLog) {
        self.json = json
        self.file = file
        self.path = path
        self.log = log
    }

    /// Reports an error at the position of this node.
    /// - Parameter affectsOnlyImages: whether the error prevents images, but not the names of their files.
    package func problem(_ message: String, affectsOnlyImages: Bool = false) {
        log.add(
            RegistryProblem(
                file: file,
                position: json.position,
                path: path,
                message: message,
                affectsOnlyImages: affectsOnlyImages
            )
        )
    }

    /// Reports a warning at the position of this node.
    package func warning(_ message: String) {
        log.warn(RegistryProblem(file: file, position: json.position, path: path, message: message))
    }

    /// `file:line:column`, for messages about another node that refer to this node.
    var location: String { "\(file):\(json.position)" }

    // MARK: - Scalars

    func string(_ requirement: String = "text") -> String? {
        guard case .string(let text) = json.value else { return reportType(requirement) }
        return text
    }

    func bool() -> Bool? {
        guard case .bool(let flag) = json.value else { return reportType("true or false") }
        return flag
    }

    /// Returns one of several words. For an unknown word, the message suggests the most similar word.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> Word? {
        let words = Word.allCases.map(\.rawValue)
        guard let text = string("one of \(words.joined(separator: ", "))") else { return nil }
        guard let word = Word(rawValue: text) else {
            problem(
                "\"\(text)\" is not one of \(words.joined(separator: ", "))"
                    + Suggestion.clause(for: text, among: words)
            )
            return nil
        }
        return word
    }

    /// The value in the form for the hash and the processors.
    package var value: Value { Value(json) }

    // MARK: - Collections

    func elements(_ requirement: String) -> [RegistryNode]? {
        guard case .array(let items) = json.value else { return reportType(requirement) }
        return items.enumerated().map { index, item in with(item, path: "\(path)[\(index)]") }
    }

    /// Returns the members in the order of the file. Members with a null value count as absent.
    func members(_ requirement: String) -> [RegistryMember]? {
        guard case .object(let object) = json.value else { return reportType(requirement) }
        return object.members.filter { $0.value.value != .null }.map { member in
            RegistryMember(
                key: member.key,
                keyPosition: member.keyPosition,
                node: with(member.value, path: path(to: member.key))
            )
        }
    }

    /// The member with this key; nil if there is no such member.
    subscript(key: String) -> RegistryNode? {
        guard case .object(let object) = json.value, let member = object.member(key) else { return nil }
        return with(member.value, path: path(to: key))
    }

    /// Returns a member. If there is no such member, returns this node, so that a message always has a position.
    func member(_ key: String) -> RegistryNode { self[key] ?? self }

    /// Returns the members by their keys, and reports unknown keys.
    package func members(known keys: [String], _ requirement: String) -> [String: RegistryNode]? {
        guard let members = members(requirement) else { return nil }
        var found: [String: RegistryNode] = [:]
        for member in members {
            if keys.contains(member.key) {
                found[member.key] = member.node
            } else {
                member.problem(FormerName.message(for: member.key) ?? Self.unknownKey(member.key, keys))
            }
        }
        return found
    }

    private static func unknownKey(_ key: String, _ keys: [String]) -> String {
        let suggestion = Suggestion.clause(for: key, among: keys)
        guard suggestion.isEmpty else { return "unknown key" + suggestion }
        return "unknown key; the keys are " + keys.joined(separator: ", ")
    }

    /// Returns the texts of an array. A single text counts as an array with one element.
    func strings(_ requirement: String) -> [RegistryNode]? {
        if case .string = json.value { return [self] }
        guard let items = elements(requirement) else { return nil }
        let texts = items.filter { $0.string() != nil }
        return texts.count == items.count ? texts : nil
    }

    // MARK: - Paths and errors

    func with(_ json: JSONNode, path: String) -> RegistryNode {
        RegistryNode(json: json, file: file, path: path, log: log)
    }

    private static let maxSegmentLength = 200

    /// Returns the path of a member. Quotes the key unless it is a plain word. Truncates a long key, because all paths
    /// below the key contain it.
    func path(to key: String) -> String {
        let isTruncated = key.unicodeScalars.count > Self.maxSegmentLength
        let key = isTruncated ? String(key.unicodeScalars.prefix(Self.maxSegmentLength)) + "…" : key
        let isPlain =
            !key.isEmpty
            && key.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0 == "_" || $0 == "$" || ("0"..."9").contains($0)
            }
        let segment = isPlain ? key : "\"\(key)\""
        return path.isEmpty ? segment : path + "." + segment
    }

    private func reportType<T>(_ requirement: String) -> T? {
        problem("\(json.value.inWords) is not \(requirement)")
        return nil
    }
}

/// A member of an object in a registry.
struct RegistryMember {
    let key: String
    let keyPosition: Position
    let node: RegistryNode

    /// Reports an error in the key.
    func problem(_ message: String, affectsOnlyImages: Bool = false) {
        node.log.add(
            RegistryProblem(
                file: node.file,
                position: keyPosition,
                path: node.path,
                message: message,
                affectsOnlyImages: affectsOnlyImages
            )
        )
    }
}
