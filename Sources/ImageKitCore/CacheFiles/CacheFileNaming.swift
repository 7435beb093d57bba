import Crypto
import ImageSpecs

/// How the cache files of one generator are named.
struct CacheFileNaming: Sendable {
    /// Two namings of one identity give every source the same name, so that a name that the state remembers under it
    /// need not be worked out again: that takes a pickle and an MD5, the dearest part of a run with nothing to do.
    let identity: Int

    private let spec: ImageSpec
    private let namer: Namer
    private let folder: String

    init(_ spec: ImageSpec, _ settings: Settings) {
        self.spec = spec
        namer = settings.specNamer
        folder = settings.cachefileDir
        var hash = SHA256()
        hash.update(data: spec.canonicalPickle(sourceName: ""))
        hash.update(data: Array("\n\(namer.rawValue)\n\(folder)".utf8))
        identity = hash.finalize().prefix(8).reduce(0) { $0 << 8 | Int($1) }
    }

    /// The cache file's name, relative to `MEDIA_ROOT`.
    func name(for source: String) -> String {
        namer.name(for: spec, source: source, in: folder)
    }
}

extension Registry {
    /// One for each generator, in their order; of no use for those whose specs change with their sources.
    var namings: [CacheFileNaming] { generators.map { CacheFileNaming($0.spec, settings) } }
}
