import ImageSpecs

/// A spec that changes, with the fields of one source filled in.
final class ResolvedSpec: Sendable {
    let spec: ImageSpec
    let naming: CacheFileNaming

    init(_ spec: ImageSpec, _ settings: Settings) {
        self.spec = spec
        naming = CacheFileNaming(spec, settings)
    }
}
