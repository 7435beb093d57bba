import ImageSpecs
import Registry

/// A spec with the fields of one source filled in.
package final class ResolvedSpec: Sendable {
    package let spec: ImageSpec
    package let naming: CacheFileNaming

    init(spec: ImageSpec, naming: CacheFileNaming) {
        self.spec = spec
        self.naming = naming
    }
}
