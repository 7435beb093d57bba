import CVips

/// The memory that libvips writes a file to. Every saver of libvips can write to a target, but some savers, such as
/// `ppmsave`, cannot return the file as a buffer.
package final class Target {
    let pointer: UnsafeMutablePointer<VipsTarget>

    package init() throws {
        VipsStart.require()
        guard let pointer = vips_target_new_to_memory() else { throw VipsError.taken(by: "target") }
        self.pointer = pointer
    }

    deinit { g_object_unref(pointer) }

    /// Returns the file after a saver has written it.
    package func bytes() throws -> [UInt8] {
        var boxed = GValue()
        g_value_init(&boxed, vips_blob_get_type())
        defer { g_value_unset(&boxed) }
        g_object_get_property(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: GObject.self), "blob", &boxed)
        guard let blob = g_value_get_boxed(&boxed) else { throw VipsError(operation: "target", hint: "has no bytes") }
        var count = 0
        let data = vips_blob_get(blob.assumingMemoryBound(to: VipsBlob.self), &count)
        return Array(UnsafeRawBufferPointer(start: data, count: count))
    }
}
