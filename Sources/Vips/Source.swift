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
