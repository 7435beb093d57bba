import ImageSpecs
import Registry

/// A spec with the fields of one source filled in.
package final class ResolvedSpec: Sendable {
    package let spec: ImageSpec
    package let naming: CacheFileNaming
    /// The id of the generator for this source, if the generator is a member whose length is that of the source
    /// (`MemberSize.ofSource`). This id contains the length of the source. For all other generators, the value is nil.
    package let id: String?

    init(spec: ImageSpec, naming: CacheFileNaming, id: String? = nil) {
        self.spec = spec
        self.naming = naming
        self.id = id
    }
}
