import ImageSpecs

/// A spec that changes, with the fields of one source filled in.
final class ResolvedSpec: Sendable {
    let spec: ImageSpec
    let naming: CacheFileNaming

    init(spec: ImageSpec, naming: CacheFileNaming) {
        self.spec = spec
        self.naming = naming
    }
}
