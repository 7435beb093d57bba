import Files
import ImageSpecs

/// The shape of the names that a namer gives to the images of sources, or to the images of canvases. The names are
/// relative to the cache folder. The hash in such a name shows that imagekit or django-imagekit made the file, even if
/// the state has no record of the file.
package struct CacheFileShape: Hashable, Sendable {
    private let namer: Namer
    private let isOfCanvas: Bool

    package init(_ namer: Namer, isOfCanvas: Bool = false) {
        self.namer = namer
        self.isOfCanvas = isOfCanvas
    }

    /// Whether `matches` is true for every name of the namer.
    package var isKnown: Bool { if case .template(let template) = namer { template.isUnambiguous } else { true } }

    /// Whether `CacheFileLookup` can derive a few possible sources from a name with this shape.
    package var suggestsSource: Bool { namer.suggestsSource && !isOfCanvas }

    /// Returns whether a name has this shape.
    package func matches(_ name: String) -> Bool {
        if case .template(let template) = namer { return template.isUnambiguous && template.matchesShape(name) }
        let (folder, last) = SourceName.split(name)
        let (start, ending) = SourceName.splitExtension(last)
        let isImageExtension = ImageFormat.written.contains { $0.extensions.contains(ending.lowercased()) }
        // In a name without an extension, such as `bulldog.5ff3233527c5`, the hash can look like the extension.
        let stem = isImageExtension ? start : last
        if isOfCanvas {
            // The name of a canvas's image contains no source, so only the number of digits depends on the namer.
            return folder.isEmpty && Self.isHash(stem, digits: namer == .sourceNameDotHash ? 12 : 32)
        }
        switch namer {
        case .sourceNameAsPath: return !folder.isEmpty && Self.isHash(stem, digits: 32)
        case .sourceNameDotHash, .sourceContentHash:
            guard let dot = stem.lastIndex(of: "."), dot != stem.startIndex else { return false }
            return Self.isHash(String(stem[stem.index(after: dot)...]), digits: namer == .sourceContentHash ? 32 : 12)
        case .hash, .template: return folder.isEmpty && Self.isHash(stem, digits: 32)
        }
    }

    /// An example of an extension that names with this shape can have; empty if they have no extension. To check a name
    /// whose extension is unknown, append this extension and call `matches`.
    package var exampleExtension: String {
        guard case .template(let template) = namer else { return ".png" }
        // A dot at the start of a name does not start an extension. So start the example with a letter: with the
        // template `.{stem}-{hash:12}`, the name `.a.b-0123456789ab` has an extension.
        let example = template.parts.reduce("a") { name, part in
            switch part {
            case .text(let text): name + text
            case .field(.ext, _): name + "png"
            case .field(let field, let digits) where field.isHash: name + String(repeating: "0", count: digits)
            case .field: name + "a"
            }
        }
        return SourceName.splitExtension(SourceName.split(example).1).extension
    }

    private static func isHash(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy(isHexadecimalDigit)
    }
}

extension Settings {
    package func shape(of generator: Generator) -> CacheFileShape {
        CacheFileShape(namer(of: generator), isOfCanvas: generator.isCanvas)
    }
}
