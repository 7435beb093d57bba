import CVips

/// The metadata fields of an image: EXIF, profiles, the delays of frames, and so on.
///
/// An operation copies the fields of its input to its result. If other code also uses an image, do not change the
/// fields of this image, but of a copy (the operation `copy`).
extension Image {
    /// Returns whether the image has the field.
    package func has(field: String) -> Bool {
        vips_image_get_typeof(pointer, field) != 0
    }

    /// Returns the value of a field of integers. Returns nil if the field is missing or has another type.
    package func int(field: String) -> Int? {
        guard has(field: field) else { return nil }
        var value: Int32 = 0
        guard vips_image_get_int(pointer, field, &value) == 0 else {
            vips_error_clear()
            return nil
        }
        return Int(value)
    }

    /// Returns the value of a field of text. Returns nil if the field is missing, has another type, or is not UTF-8.
    package func text(field: String) -> String? {
        guard has(field: field) else { return nil }
        var value: UnsafePointer<CChar>?
        guard vips_image_get_string(pointer, field, &value) == 0, let value else {
            vips_error_clear()
            return nil
        }
        return String(validatingCString: value)
    }

    /// Returns the value of a field with an array of integers. Returns nil if the field is missing or has another type.
    package func ints(field: String) -> [Int]? {
        guard has(field: field) else { return nil }
        var values: UnsafeMutablePointer<Int32>?
        var count: Int32 = 0
        guard vips_image_get_array_int(pointer, field, &values, &count) == 0, let values else {
            vips_error_clear()
            return nil
        }
        return UnsafeBufferPointer(start: values, count: Int(count)).map(Int.init)
    }

    /// Returns an embedded block, such as `icc-profile-data` or `exif-data`.
    package func blob(field: String) -> [UInt8]? {
        guard has(field: field) else { return nil }
        var data: UnsafeRawPointer?
        var count = 0
        guard vips_image_get_blob(pointer, field, &data, &count) == 0, let data else {
            vips_error_clear()
            return nil
        }
        return Array(UnsafeRawBufferPointer(start: data, count: count))
    }

    /// Replaces the embedded blocks with copies.
    ///
    /// libvips before 8.15 keeps the blocks of an AVIF or HEIC file in memory that belongs to the image of the loader.
    /// Images that are derived from that image refer to the same blocks, but do not keep the image alive. Without
    /// copies, code would read freed memory.
    package func copyBlobs() {
        for field in fields where vips_image_get_typeof(pointer, field) == vips_blob_get_type() {
            guard let block = blob(field: field) else { continue }
            set(field: field, block)
        }
    }

    /// Sets a field to the lower 32 bits of an integer.
    package func set(field: String, _ value: Int) {
        vips_image_set_int(pointer, field, Int32(truncatingIfNeeded: value))
    }

    /// Sets a field to a text.
    package func set(field: String, _ value: String) {
        vips_image_set_string(pointer, field, value)
    }

    /// Sets a field to an array of integers of 32 bits.
    package func set(field: String, _ values: [Int]) {
        let values = values.map { Int32(truncatingIfNeeded: $0) }
        vips_image_set_array_int(pointer, field, values, Int32(values.count))
    }

    /// Sets a field to a copy of an embedded block.
    package func set(field: String, _ block: [UInt8]) {
        block.withUnsafeBytes { vips_image_set_blob_copy(pointer, field, $0.baseAddress, $0.count) }
    }

    /// Copies a field from another image. If the other image does not have the field, nothing changes.
    package func copyField(_ name: String, from other: Image) {
        var value = GValue()
        guard vips_image_get(other.pointer, name, &value) == 0 else { return vips_error_clear() }
        vips_image_set(pointer, name, &value)
        g_value_unset(&value)
    }

    /// The names of all fields.
    package var fields: [String] {
        guard let fields = vips_image_get_fields(pointer) else { return [] }
        defer { g_strfreev(fields) }
        var names: [String] = []
        var next = fields
        while let field = next.pointee {
            names.append(String(cString: field))
            next += 1
        }
        return names
    }

    /// Removes all fields except these.
    package func keepFields(_ kept: Set<String>) {
        for field in fields where !kept.contains(field) { vips_image_remove(pointer, field) }
    }

    /// The same pixels without metadata: without EXIF, profile, comments, and resolution. libvips represents an unknown
    /// resolution as one pixel per millimetre.
    package func withoutMetadata() throws -> Image {
        let copy = try apply("copy", ["xres": 1.0, "yres": 1.0])
        copy.keepFields([])
        return copy
    }
}
