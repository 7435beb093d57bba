import ImageSpecs
import JSON
import Yams

/// The data at the start of a template. It is YAML between the lines `---` (or `---yaml`) and `---`, JSON between the
/// lines `---json` and `---`, or JSON between the lines `{` and `}`. If the data is not an object, or if no text
/// follows the line `}`, the template has no front matter.
struct FrontMatter {
    /// The index after the front matter; 0 if the template has no front matter.
    private(set) var end = 0
    private(set) var values: [String: TemplateValue] = [:]

    init(_ bytes: [UInt8]) throws(TemplateError) {
        var start = bytes.byteOrderMarkLength
        let first = Self.line(bytes, &start)
        let contentStart = start
        let isJSON = first == "{" || first == "---json"
        guard isJSON || first == "---" || first == "---yaml" else { return }
        let close = first == "{" ? "}" : "---"
        while start < bytes.count {
            let lineStart = start
            guard Self.line(bytes, &start) == close else { continue }
            // If no text follows the object, the file is the template of a JSON file.
            if first == "{", bytes[start...].allSatisfy(Self.isSpace) { return }
            let content = bytes[contentStart..<lineStart]
            do {
                let value =
                    isJSON
                    ? TemplateValue(
                        try parseJSON(first == "{" ? Array("{".utf8) + content + Array("}".utf8) : Array(content))
                    )
                    : try Self.yaml(content)
                guard case .object(let members) = value else { return }
                (values, end) = (members, start)
            } catch let error as TemplateError {
                throw error
            } catch {
                throw TemplateError(
                    "the front matter cannot be read: \(error): correct the \(isJSON ? "JSON" : "YAML") before the line \(close)"
                )
            }
            return
        }
    }

    /// Returns the line that starts at `start`, without spaces and carriage returns at its end. Moves `start` to the
    /// next line.
    private static func line(_ bytes: [UInt8], _ start: inout Int) -> String {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        defer { start = min(end + 1, bytes.count) }
        var line = bytes[start..<end]
        while line.last == UInt8(ascii: "\r") || line.last == UInt8(ascii: " ") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    // MARK: - YAML

    private static func yaml(_ bytes: ArraySlice<UInt8>) throws -> TemplateValue {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TemplateError("the front matter is not UTF-8: convert the file to UTF-8")
        }
        // Use the basic resolver, because `plain` determines the types of texts. The default resolver of Yams would
        // compile regular expressions for these types.
        guard let node = try compose(yaml: text, .basic) else { return .object([:]) }
        var count = 0
        return try value(node, depth: 0, &count)
    }

    private static let maxDepth = 32
    /// The maximum number of values. The limit is necessary because Yams replaces each alias with its value: a few
    /// lines of YAML can stand for billions of values.
    private static let maxCount = 100_000

    /// Converts a node of YAML to a value. Only texts without quotes can be numbers, booleans, or null. The code does
    /// not use the conversion of Yams, because this conversion needs ICU data, which the target `ICUStub` replaces with
    /// empty data.
    private static func value(_ node: Node, depth: Int, _ count: inout Int) throws(TemplateError) -> TemplateValue {
        count += 1
        guard depth < maxDepth, count <= maxCount else {
            throw TemplateError(
                "the front matter has more than \(maxCount) values or \(maxDepth) levels: move the data to a --context file"
            )
        }
        switch node {
        case .scalar(let scalar):
            return scalar.style == .plain ? plain(scalar.string) : .string(scalar.string)
        case .sequence(let sequence):
            var items: [TemplateValue] = []
            for item in sequence { items.append(try value(item, depth: depth + 1, &count)) }
            return .array(items)
        case .mapping(let mapping):
            var members: [String: TemplateValue] = [:]
            for (key, member) in mapping {
                if let name = key.scalar?.string { members[name] = try value(member, depth: depth + 1, &count) }
            }
            return .object(members)
        case .alias: return .none
        }
    }

    private static func plain(_ text: String) -> TemplateValue {
        switch text {
        case "", "~", "null", "Null", "NULL": .none
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        default: Int(text).map { .integer($0) } ?? number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> TemplateValue? {
        guard text.allSatisfy({ $0.isNumber || "+-.eE".contains($0) }) else { return nil }
        return Double(text).map { .number($0) }
    }
}
