import ImageSpecs

extension ImageFormat {
    /// The libvips operation that reads the format from a `Source`. It is nil for formats that are read without
    /// libvips.
    package var loader: String? { libvipsLoader.map { $0 + "load_source" } }

    /// The libvips class of the format's loader, if this loader is blocked until a registry allows it. It is nil for
    /// all other formats.
    var blockedClass: String? { untrustedLoader.map { "VipsForeignLoad" + $0.prefix(1).uppercased() + $0.dropFirst() } }
}
