import CVips

/// Bytes that libvips reads an image from: an open file, told by its descriptor.
///
/// A descriptor and not a name: what was checked is what is read, and a name is never taken apart (libvips reads
/// `photo[page=2].jpg` as a file and an option in many places).
public final class Source {
    let pointer: UnsafeMutablePointer<VipsSource>

    /// - Parameter descriptor: open for reading; libvips works on a duplicate, whose offset is shared.
    public init(descriptor: Int32) throws {
        guard let pointer = vips_source_new_from_descriptor(descriptor) else { throw VipsError.taken(by: "source") }
        self.pointer = pointer
    }

    deinit { g_object_unref(pointer) }
}

/// Where libvips writes an encoded image: an open file, told by its descriptor.
public final class Target {
    let pointer: UnsafeMutablePointer<VipsTarget>

    /// - Parameter descriptor: open for reading and writing (TIFF reads back what it wrote).
    public init(descriptor: Int32) throws {
        guard let pointer = vips_target_new_to_descriptor(descriptor) else { throw VipsError.taken(by: "target") }
        self.pointer = pointer
    }

    deinit { g_object_unref(pointer) }
}
