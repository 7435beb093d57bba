import Files
import ImageSpecs

/// A template for the name of a cache file, relative to the cache folder, with fields in braces:
/// `{dir}/{stem}-{generator.last}-{hash:12}.{ext}`.
package struct NameTemplate: Hashable, Sendable {
    enum Field: String, CaseIterable {
        /// The source's folder.
        case dir
        /// The name of the source without its folder and its extension.
        case stem
        /// The name of the source without its folder.
        case name
        /// The cache file's extension, without the dot.
        case ext
        /// The id of the generator, with `-` instead of `:` and `/`.
        case generator
        /// The first segment of the id.
        case generatorFirst = "generator.first"
        case generatorLast = "generator.last"
        case hash
        case contentHash = "content_hash"

        var isHash: Bool { self == .hash || self == .contentHash }
    }

    enum Part: Hashable {
        case text(String)
        /// A field with a number of digits. Only a hash uses the number.
        case field(Field, digits: Int)
    }

    let text: String
    let parts: [Part]

    private static let allDigits = 32
    /// The same number as in django-imagekit's `source_name_dot_hash`.
    private static let defaultDigits = 12

    init(_ text: String) throws(NameTemplateError) {
        self.text = text
        parts = try Self.parts(of: text)
        guard hashDigits > 0 else { throw .noHash }
        guard !text.hasPrefix("/"), !text.hasSuffix("/"), !text.unicodeScalars.contains(where: { $0.value < 0x20 })
        else {
            throw .noFileName
        }
        for segment in text.split(separator: "/") where [".", "..", PrivateFolder.name].contains(String(segment)) {
            throw .leavesFolder(String(segment))
        }
    }

    private static func parts(of text: String) throws(NameTemplateError) -> [Part] {
        var parts: [Part] = []
        var rest = text[...]
        while !rest.isEmpty {
            let plain = rest.prefix { $0 != "{" && $0 != "}" }
            if !plain.isEmpty { parts.append(.text(String(plain))) }
            rest = rest[plain.endIndex...]
            guard let brace = rest.first else { break }
            guard brace == "{", let end = rest.firstIndex(of: "}") else { throw .brace }
            parts.append(try field(rest[rest.index(after: rest.startIndex)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        return parts
    }

    private static func field(_ text: Substring) throws(NameTemplateError) -> Part {
        let pieces = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let field = Field(rawValue: pieces[0]) else { throw .unknownField(pieces[0]) }
        guard pieces.count == 2 else { return .field(field, digits: allDigits) }
        // With fewer than `defaultDigits` digits, two images could have the same name. A run checks this for `{hash}`,
        // but not for `{content_hash}`, because it would have to read all sources. So `{content_hash}` needs at least
        // `defaultDigits` digits.
        let minimum = field == .contentHash ? defaultDigits : 1
        guard field.isHash, let digits = Int(pieces[1]), (minimum...allDigits).contains(digits) else {
            throw .badDigits(String(text), minimum: minimum)
        }
        return .field(field, digits: digits)
    }

    // MARK: - Dependencies

    private var fields: [(field: Field, digits: Int)] {
        parts.compactMap { if case .field(let field, let digits) = $0 { (field, digits) } else { nil } }
    }

    private var hashDigits: Int { fields.map { $0.field.isHash ? $0.digits : 0 }.max() ?? 0 }

    var dependsOnContent: Bool { fields.contains { $0.field == .contentHash } }
    var dependsOnGenerator: Bool {
        fields.contains { [.generator, .generatorFirst, .generatorLast].contains($0.field) }
    }
    var namesMayCollide: Bool { hashDigits < Self.defaultDigits }
    /// Whether imagekit certainly made a file whose name has the shape of this template. This is the case if the names
    /// contain enough digits of a hash.
    var isUnambiguous: Bool { !namesMayCollide }

    // MARK: - Names

    func name(of subject: Namer.Subject) -> String {
        let (folder, last) = SourceName.split(subject.source)
        let segments = subject.generator.replacing("/", with: "-").split(separator: ":")
        var name = ""
        for part in parts {
            switch part {
            case .text(let text): name += text
            case .field(.dir, _): name += folder
            case .field(.stem, _): name += SourceName.splitExtension(last).stem
            case .field(.name, _): name += last
            case .field(.ext, _):
                let ending = subject.fileExtension.dropFirst()
                // If the extension is empty, remove the dot that precedes the field.
                if ending.isEmpty && name.hasSuffix(".") { name.removeLast() }
                name += ending
            case .field(.generator, _): name += segments.joined(separator: "-")
            case .field(.generatorFirst, _): name += segments.first ?? ""
            case .field(.generatorLast, _): name += segments.last ?? ""
            case .field(.hash, let digits): name += subject.hash.prefix(digits)
            case .field(.contentHash, let digits): name += subject.contentHash.prefix(digits)
            }
        }
        // Replace each component "..", because the file must not leave the cache folder. The id of a generator can have
        // the segment "..", and a field such as `{generator.last}` can be a complete component.
        return name.utf8.split(separator: UInt8(ascii: "/"))
            .map { $0.elementsEqual("..".utf8) ? "--" : String(Substring($0)) }.joined(separator: "/")
    }

    /// Returns whether the template can produce the name.
    func matchesShape(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        // The offsets at which the parts before the current part can end.
        var offsets: Set<Int> = [0]
        // The offsets for the case that the current part is an empty `{ext}`, whose preceding dot is removed.
        var withoutDot = offsets
        for part in parts {
            let ends = { (part: Part) in
                offsets.reduce(into: Set<Int>()) { $0.formUnion(Self.ends(of: part, at: $1, in: bytes)) }
            }
            switch part {
            case .text(let text) where text.hasSuffix("."):
                (offsets, withoutDot) = (ends(part), ends(.text(String(text.dropLast()))))
            case .field(.ext, _):
                offsets = ends(part).union(withoutDot)
                withoutDot = offsets
            case .text, .field:
                offsets = ends(part)
                withoutDot = offsets
            }
        }
        return offsets.contains(bytes.count)
    }

    /// The extensions of images, without their dots.
    private static let extensions = ImageFormat.written.flatMap(\.extensions).map { $0.dropFirst() }

    /// The offsets at which a part that starts at `offset` can end. An empty `{ext}` is not considered.
    private static func ends(of part: Part, at offset: Int, in bytes: [UInt8]) -> [Int] {
        let rest = bytes[offset...]
        switch part {
        case .text(let text):
            // If a source is in no folder, `{dir}` is empty, and the name does not contain the slash that follows
            // `{dir}` in the template. So skip this slash.
            let isEmptySegment = offset == 0 || offset == bytes.count || bytes[offset - 1] == UInt8(ascii: "/")
            if isEmptySegment, text.hasPrefix("/") {
                return ends(of: .text(String(text.dropFirst())), at: offset, in: bytes)
            }
            return rest.starts(with: text.utf8) ? [offset + text.utf8.count] : []
        case .field(let field, let digits) where field.isHash:
            let hash = rest.prefix(digits)
            return hash.count == digits && hash.allSatisfy(isHexadecimalDigit) ? [offset + digits] : []
        case .field(.ext, _):
            return extensions.filter { String(decoding: rest.prefix($0.count), as: UTF8.self).lowercased() == $0 }
                .map { offset + $0.count }
        case .field(let field, _):
            let end = field == .dir ? bytes.count : rest.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
            return Array(offset...end)
        }
    }
}

/// The reason why a text is not a template for the names of cache files.
enum NameTemplateError: Error, CustomStringConvertible {
    case brace
    case unknownField(String)
    case badDigits(String, minimum: Int)
    case noHash
    case noFileName
    case leavesFolder(String)

    private static let fields = NameTemplate.Field.allCases.map(\.rawValue)

    var description: String {
        switch self {
        case .brace: "an unmatched brace; write fields in braces: \(Self.list)"
        case .unknownField(let name):
            "there is no field {\(name)}; the fields are \(Self.list)"
                + Suggestion.clause(for: name, among: Self.fields)
        case .badDigits(let field, let minimum):
            "{\(field)}: only {hash} and {content_hash} have a length, from \(minimum) to 32 digits, such as {hash:12}"
        case .noHash:
            "without {hash} or {content_hash} the name would not change with the spec: add {hash:12}"
        case .noFileName: "not the name of a file, relative to the cache folder"
        case .leavesFolder(let segment):
            "a name must stay in the cache folder and outside .imagekit: remove \"\(segment)\""
        }
    }

    private static var list: String { fields.map { "{\($0)}" }.joined(separator: ", ") }
}
