import Crypto
import Files
import ImageSpecs

/// How the cache files of one generator are named. A class, for each of a million files has one at hand.
package final class CacheFileNaming: Sendable {
    /// Two namings of one identity give every source the same name, so that a name that the state remembers under it
    /// need not be worked out again: that takes a pickle and an MD5, the dearest part of a run with nothing to do.
    package let identity: Int
    /// Two namings of one rendering name the same pictures: a file that one of them named serves the other.
    package let rendering: Int
    /// Whether the name changes with the source's bytes, which then have to be known first.
    package let dependsOnContent: Bool
    /// Whether two images may have one name.
    package let namesMayCollide: Bool
    /// Whether each source has a folder for its files.
    package let hasOwnFolders: Bool

    private let spec: ImageSpec
    private let generator: String
    private let namer: Namer
    private let folder: String

    /// - Parameters:
    ///   - namer: nil takes the setting's.
    ///   - generator: the id, for names that tell it.
    init(_ spec: ImageSpec, _ settings: Settings, namer: Namer? = nil, generator: String = "") {
        self.spec = spec
        self.generator = generator
        self.namer = namer ?? (spec.extensions.canvas == nil ? settings.specNamer : settings.cachefileNamer)
        folder = settings.cachefileDir
        dependsOnContent = self.namer.dependsOnContent
        namesMayCollide = self.namer.namesMayCollide
        hasOwnFolders = self.namer.hasOwnFolders
        var hash = SHA256()
        hash.update(data: spec.canonicalPickle(sourceName: ""))
        rendering = Int(truncatingIfNeeded: hash.finalize().leadingNumber)
        let teller = self.namer.dependsOnGenerator ? "\n\(generator)" : ""
        hash.update(data: Array("\n\(self.namer.text)\n\(folder)\(teller)".utf8))
        identity = Int(truncatingIfNeeded: hash.finalize().leadingNumber)
    }

    /// The cache file's name, relative to `MEDIA_ROOT`.
    /// - Parameter content: the source's; nil where no name depends on it, or it cannot be read.
    package func name(for source: String, content: ContentDigest?) -> String {
        namer.name(of: Namer.Subject(spec: spec, generator: generator, source: source, content: content), in: folder)
    }

    /// The folder of a source's files; nil where it has none of its own.
    package func ownFolder(of source: String) -> String? { namer.ownFolder(of: source, in: folder) }

    /// Whether a file of this name would lie in the tool's own folder, `.imagekit/`.
    package func isPrivate(_ name: String) -> Bool {
        isPath(name, in: folder + "/" + PrivateFolder.name)
    }
}

extension Generator {
    package func naming(_ settings: Settings) -> CacheFileNaming { naming(of: spec, settings) }

    /// Of the generator's spec with the fields of a source filled in.
    package func naming(of filled: ImageSpec, _ settings: Settings) -> CacheFileNaming {
        CacheFileNaming(filled, settings, namer: namer, generator: id)
    }
}

extension Registry {
    /// One for each generator, in their order; of no use for those whose specs change with their sources.
    package var namings: [CacheFileNaming] { generators.map { $0.naming(settings) } }
}
