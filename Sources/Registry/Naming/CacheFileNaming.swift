import Crypto
import Files
import ImageSpecs

/// The rule for the names of one generator's cache files. The type is a class, so that a million planned images share
/// one instance.
package final class CacheFileNaming: Sendable {
    /// Two namings with the same identity compute the same name for the image of a source. So if the state contains a
    /// name for this identity, the name is not computed again. The computation requires a pickle and an MD5. It would
    /// be the most expensive part of a run that makes no image.
    package let identity: Int
    /// If two namings have the same rendering, their images are the same, although the names can differ. So a file of
    /// one naming can be renamed for the other naming.
    package let rendering: Int
    /// Whether the name depends on the content of the source. If so, the source must be read to compute the name.
    package let dependsOnContent: Bool
    /// Whether two images can have the same name.
    package let namesMayCollide: Bool
    /// Whether the cache files of each source are in a folder of their own (`Namer.hasOwnFolders`).
    package let hasOwnFolders: Bool

    private let spec: ImageSpec
    private let pickle: SpecPickle
    private let generator: String
    private let namer: Namer
    private let folder: String

    /// - Parameters:
    ///   - namer: the generator's own namer. Nil stands for the namer of the settings.
    ///   - generator: the id of the generator, because names can contain the id.
    init(_ spec: ImageSpec, _ settings: Settings, namer: Namer? = nil, generator: String = "") {
        self.spec = spec
        pickle = SpecPickle(spec)
        self.generator = generator
        self.namer = namer ?? settings.namer(of: spec)
        folder = settings.cachefileDir
        dependsOnContent = self.namer.dependsOnContent
        namesMayCollide = self.namer.namesMayCollide
        hasOwnFolders = self.namer.hasOwnFolders
        var hash = SHA256()
        hash.update(data: pickle.bytes(sourceName: ""))
        rendering = Int(truncatingIfNeeded: hash.finalize().leadingNumber)
        let suffix = self.namer.dependsOnGenerator ? "\n\(generator)" : ""
        hash.update(data: Array("\n\(self.namer.text)\n\(folder)\(suffix)".utf8))
        identity = Int(truncatingIfNeeded: hash.finalize().leadingNumber)
    }

    /// Returns the name of the cache file, relative to `Settings.storageRoot`.
    /// - Parameter content: the digest of the source; nil if the name does not depend on the content, or if the source
    ///   cannot be read.
    package func name(for origin: ImageOrigin, content: ContentDigest?) -> String {
        let subject = Namer.Subject(
            spec: spec,
            pickle: pickle,
            generator: generator,
            origin: origin,
            content: content
        )
        return namer.name(of: subject, in: folder)
    }

    /// Returns the folder with the cache files of a source (`hasOwnFolders`); nil for a canvas, and if the namer has no
    /// such folders.
    package func ownFolder(of origin: ImageOrigin) -> String? { namer.ownFolder(of: origin, in: folder) }

    /// Returns whether a file with this name would be in imagekit's own folder, `.imagekit/`.
    package func isPrivate(_ name: String) -> Bool {
        isPath(name, in: folder + "/" + PrivateFolder.name)
    }
}

extension Generator {
    /// Returns the naming of the generator's own spec. If the spec refers to fields, do not compute names with this
    /// naming, because the names depend on the values of the fields.
    package func naming(_ settings: Settings) -> CacheFileNaming { naming(of: spec, settings) }

    /// Returns the naming of the generator's spec after its fields are filled in for a source.
    /// - Parameter id: the id that names contain, if it differs from the id of the generator.
    package func naming(of filled: ImageSpec, id: String? = nil, _ settings: Settings) -> CacheFileNaming {
        CacheFileNaming(filled, settings, namer: namer, generator: id ?? self.id)
    }
}

extension Registry {
    /// The naming of each generator. If the spec of a generator refers to fields, this naming computes no names,
    /// because each source has its own naming.
    package var namings: GeneratorMap<CacheFileNaming> {
        generators.mapValues { _, generator in generator.naming(settings) }
    }
}

extension Settings {
    package func namer(of generator: Generator) -> Namer { generator.namer ?? namer(of: generator.spec) }

    fileprivate func namer(of spec: ImageSpec) -> Namer {
        spec.extensions.canvas == nil ? specNamer : cachefileNamer
    }
}
