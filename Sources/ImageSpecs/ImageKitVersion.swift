/// The version of imagekit. All executables have the same version.
package enum ImageKitVersion {
    package static let current = "0.2.0"

    /// The last version whose states do not record which renderer made an image.
    package static let lastWithoutRenderers = "0.1.0"
}

extension String {
    /// Returns whether this version is lower than another version. The components are compared as numbers. A component
    /// that is not a number counts as 0.
    package func precedesVersion(_ other: String) -> Bool {
        components.lexicographicallyPrecedes(other.components)
    }

    private var components: [Int] {
        split(separator: ".", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    }
}
