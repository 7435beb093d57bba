import CVips

/// The bytes that libvips reads an image from: an open file descriptor, or memory.
///
/// With a descriptor, libvips reads exactly the file that the caller has opened and checked, even if the file is
/// replaced afterwards. A descriptor also avoids file names: many functions of libvips parse `photo.jpg[page=2]` as a
/// file name and an option.
package final class Source {
    let pointer: UnsafeMutablePointer<VipsSource>

    /// - Parameter descriptor: a descriptor that is open for reading. libvips uses a duplicate, which shares the
    ///   offset.
    package init(descriptor: Int32) throws {
        VipsStart.require()
        guard let pointer = vips_source_new_from_descriptor(descriptor) else { throw VipsError.taken(by: "source") }
        self.pointer = pointer
    }

    /// - Parameter bytes: the bytes. libvips keeps a copy.
    package init(bytes: [UInt8]) throws {
        VipsStart.require()
        let blob = bytes.withUnsafeBytes { vips_blob_copy($0.baseAddress, $0.count) }
        defer { vips_area_unref(UnsafeMutableRawPointer(blob)?.assumingMemoryBound(to: VipsArea.self)) }
        guard let blob, let pointer = vips_source_new_from_blob(blob) else { throw VipsError.taken(by: "source") }
        self.pointer = pointer
    }

    deinit { g_object_unref(pointer) }
}
