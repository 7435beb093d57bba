import ImageSpecs
import Registry

/// A spec with the fields of one source filled in.
package final class ResolvedSpec: Sendable {
    package let spec: ImageSpec
    package let naming: CacheFileNaming
    /// The id of the generator for this source, which contains the length of the source. It is nil unless the generator
    /// is the member of a set that has the length of each source (`MemberSize.ofSource`).
    package let id: String?

    init(spec: ImageSpec, naming: CacheFileNaming, id: String? = nil) {
        self.spec = spec
        self.naming = naming
        self.id = id
    }
}
