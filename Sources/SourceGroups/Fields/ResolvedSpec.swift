import ImageSpecs
import Registry

/// A spec with the fields of one source filled in.
package final class ResolvedSpec: Sendable {
    package let spec: ImageSpec
    package let naming: CacheFileNaming
    /// If the generator is a member of a set and has the length of the source, the id of the member for this source;
    /// otherwise nil.
    package let id: String?

    init(spec: ImageSpec, naming: CacheFileNaming, id: String? = nil) {
        self.spec = spec
        self.naming = naming
        self.id = id
    }
}
