import ImageSpecs

extension ImageFormat {
    /// The libvips operation that reads the format from a `Source`. It is nil for formats that are read without
    /// libvips.
    package var loader: String? { libvipsLoader.map { $0 + "load_source" } }

    /// The libvips class of a loader that is blocked until a registry allows it.
    var blockedClass: String? { untrustedLoader.map { "VipsForeignLoad" + $0.prefix(1).uppercased() + $0.dropFirst() } }
}
