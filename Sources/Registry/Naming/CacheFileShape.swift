import Files
import ImageSpecs

extension Namer {
    /// Whether `matchesShape` is true for every name that this namer gives to an image of a source.
    package var hasShape: Bool { if case .template(let template) = self { template.isUnambiguous } else { true } }

    /// Returns whether a name, relative to the cache folder, has the shape of this namer's names. The hash in such a
    /// name shows that imagekit or django-imagekit made the file, even if the state has no record of the file.
    package func matchesShape(_ name: String) -> Bool {
        let (folder, last) = SourceName.split(name)
        let (stem, ending) = SourceName.splitExtension(last)
        let isImageExtension = ImageFormat.written.contains { $0.extensions.contains(ending.lowercased()) }
        guard isImageExtension || ending.isEmpty else { return false }
        switch self {
        case .sourceNameAsPath: return !folder.isEmpty && Self.isHash(stem, digits: 32)
        case .hash: return folder.isEmpty && Self.isHash(stem, digits: 32)
        case .sourceNameDotHash, .sourceContentHash:
            guard let dot = stem.lastIndex(of: "."), dot != stem.startIndex else { return false }
            return Self.isHash(String(stem[stem.index(after: dot)...]), digits: self == .sourceContentHash ? 32 : 12)
        case .template(let template): return template.isUnambiguous && template.matchesShape(name)
        }
    }

    /// An extension that completes the stem of a name to the shape of this namer's names. It can differ from the
    /// extension of the name, and is empty if the names have no extension.
    package var exampleExtension: String {
        let anyImage = ".png"
        guard case .template(let template) = self else { return anyImage }
        switch template.parts.last {
        // The dot can be the first character of the text. Put a letter before it, because a dot at the start of a name
        // does not start an extension.
        case .text(let text): return SourceName.splitExtension("a" + text).extension
        case .field(let field, _) where field.isHash: return ""
        case .field, nil: return anyImage
        }
    }

    private static func isHash(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy(isHexadecimalDigit)
    }
}
