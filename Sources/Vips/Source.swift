import CVips

/// Bytes that libvips reads an image from: an open file, told by its descriptor, or bytes in memory.
///
/// A descriptor and not a name: what was checked is what is read, and a name is never taken apart (libvips reads
/// `photo[page=2].jpg` as a file and an option in many places).
package final class Source {
    let pointer: UnsafeMutablePointer<VipsSource>

    /// - Parameter descriptor: open for reading; libvips works on a duplicate, whose offset is shared.
    package init(descriptor: Int32) throws {
        guard let pointer = vips_source_new_from_descriptor(descriptor) else { throw VipsError.taken(by: "source") }
        self.pointer = pointer
    }

    /// - Parameter bytes: libvips keeps a copy.
    package init(bytes: [UInt8]) throws {
        let blob = bytes.withUnsafeBytes { vips_blob_copy($0.baseAddress, $0.count) }
        defer { vips_area_unref(UnsafeMutableRawPointer(blob)?.assumingMemoryBound(to: VipsArea.self)) }
        guard let blob, let pointer = vips_source_new_from_blob(blob) else { throw VipsError.taken(by: "source") }
        self.pointer = pointer
    }

    deinit { g_object_unref(pointer) }
}
