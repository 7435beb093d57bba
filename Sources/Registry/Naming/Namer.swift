import Crypto
import Files
import ImageSpecs

/// A function that names cache files. The names are relative to `Settings.storageRoot`. A namer is one of
/// django-imagekit's functions (`imagekit.cachefiles.namers`), or one of two kinds that django-imagekit does not have.
package enum Namer: Hashable, Sendable {
    /// `photos/thumbnails/bulldog.jpg` → `CACHE/images/photos/thumbnails/bulldog/5ff3233527c5ac3e4b596343b440ff67.jpg`
    case sourceNameAsPath
    /// `photos/thumbnails/bulldog.jpg` → `CACHE/images/photos/thumbnails/bulldog.5ff3233527c5.jpg`
    case sourceNameDotHash
    /// `photos/thumbnails/bulldog.jpg` → `CACHE/images/5ff3233527c5ac3e4b596343b440ff67.jpg`
    case hash
    /// `photos/thumbnails/bulldog.jpg` → `CACHE/images/photos/thumbnails/bulldog.91c0de….jpg`. The name changes with
    /// the bytes of the source. So browsers can keep an image permanently. An image with overlays is an exception,
    /// because its name does not change with the bytes of the overlays.
    case sourceContentHash
    case template(NameTemplate)

    static let named: KeyValuePairs<String, Namer> = [
        "source_name_as_path": .sourceNameAsPath, "source_name_dot_hash": .sourceNameDotHash, "hash": .hash,
        "source_content_hash": .sourceContentHash,
    ]

    /// The namer as it is written in a registry.
    var text: String {
        if case .template(let template) = self { return template.text }
        return Self.named.first { $0.value == self }?.key ?? ""
    }

    /// Whether the name changes with the bytes of the source.
    package var dependsOnContent: Bool {
        switch self {
        case .sourceNameAsPath, .sourceNameDotHash, .hash: false
        case .sourceContentHash: true
        case .template(let template): template.dependsOnContent
        }
    }

    /// Whether `CacheFileLookup` can derive a few possible sources from the name of a cache file.
    package var suggestsSource: Bool {
        switch self {
        case .sourceNameAsPath, .sourceNameDotHash, .sourceContentHash: true
        case .hash, .template: false
        }
    }

    /// Whether the name has so few digits of the hash that two images can have the same name.
    var namesMayCollide: Bool {
        if case .template(let template) = self { template.namesMayCollide } else { false }
    }

    /// Whether two generators with the same spec give different names to their images.
    var dependsOnGenerator: Bool {
        if case .template(let template) = self { template.dependsOnGenerator } else { false }
    }

    /// The image that gets the name.
    package struct Subject {
        let spec: ImageSpec
        fileprivate let pickle: SpecPickle
        /// The generator's id.
        let generator: String
        let origin: ImageOrigin
        /// The digest of the source; nil if the source cannot be read, or if the name does not depend on the content of
        /// the source.
        var content: ContentDigest?

        /// - Parameter pickle: the pickle of the spec, if the caller keeps it for several sources.
        package init(
            spec: ImageSpec,
            pickle: SpecPickle? = nil,
            generator: String,
            origin: ImageOrigin,
            content: ContentDigest? = nil
        ) {
            self.spec = spec
            self.pickle = pickle ?? SpecPickle(spec)
            self.generator = generator
            self.origin = origin
            self.content = content
        }
    }

    /// - Parameter folder: the value of `IMAGEKIT_CACHEFILE_DIR`.
    package func name(of subject: Subject, in folder: String) -> String {
        let stem = SourceName.splitExtension(subject.source).stem
        // A canvas has no stem. Also leave out the dot, because a file whose name starts with a dot is hidden.
        let dotted = subject.origin.isCanvas ? "" : stem + "."
        let name =
            switch self {
            case .sourceNameAsPath: "\(stem)/\(subject.hash)\(subject.fileExtension)"
            case .sourceNameDotHash: "\(dotted)\(subject.hash.prefix(12))\(subject.fileExtension)"
            case .hash: "\(subject.hash)\(subject.spec.imageFormat?.extensions[0] ?? "")"
            case .sourceContentHash: "\(dotted)\(subject.contentHash)\(subject.fileExtension)"
            case .template(let template): template.name(of: subject)
            }
        return SourceName.normalize("\(folder)/\(name)")
    }

    /// Whether the cache files of each source are in a folder of their own. If the names of two sources differ only in
    /// the extension, the two sources share a folder. The folder can contain folders of other sources.
    var hasOwnFolders: Bool { self == .sourceNameAsPath }

    /// Returns the folder with the cache files of a source (`hasOwnFolders`); nil for a canvas, and if the namer has no
    /// such folders.
    func ownFolder(of origin: ImageOrigin, in folder: String) -> String? {
        guard hasOwnFolders, case .source(let source) = origin else { return nil }
        return SourceName.normalize("\(folder)/\(SourceName.splitExtension(source).stem)")
    }
}

extension Namer.Subject {
    /// The name of the source, for the hash and for the name of the cache file. It is empty for a canvas.
    var source: String { origin.key }

    /// The hash of the source's name and the spec, with 32 digits.
    var hash: String { pickle.hash(sourceName: source) }

    /// The hash of the source's name, the spec, and the source's bytes, with 32 digits.
    var contentHash: String {
        var hash = Insecure.MD5()
        hash.update(data: pickle.bytes(sourceName: source))
        if let content { hash.update(data: content.bytes) }
        return hexadecimal(Array(hash.finalize()))
    }

    /// The extension of the cache file, with its dot. It is empty if the cache file has no extension.
    var fileExtension: String {
        spec.imageFormat?.suggestedExtension(forSource: source) ?? SourceName.splitExtension(source).extension
    }
}

extension Namer {
    private static let djangoPrefix = "imagekit.cachefiles.namers."

    /// The requirement for a value, as a phrase that follows "is not" in a message.
    static let requirement =
        "one of \(named.map(\.key).joined(separator: ", ")), or a template such as "
        + "\"{dir}/{stem}-{hash:12}.{ext}\""

    /// Reads a namer's short name, Django's dotted path, or a template. If the value is invalid, reports an error and
    /// returns nil.
    package static func read(_ value: Value, problem: (String) -> Void) -> Namer? {
        let text = value.string ?? ""
        if text.contains("{") || text.contains("}") {
            do {
                return .template(try NameTemplate(text))
            } catch {
                problem("\(value): \(error)")
                return nil
            }
        }
        let short = text.hasPrefix(djangoPrefix) ? String(text.dropFirst(djangoPrefix.count)) : text
        if let namer = named.first(where: { $0.key == short })?.value { return namer }
        problem("\(value) is not \(requirement)" + Suggestion.clause(for: short, among: named.map(\.key)))
        return nil
    }
}
