import CVips

extension GType {
    // Look up the types by name, because GLib defines their numbers as macros, which Swift does not import. The names
    // are as stable as the numbers.
    static let bool = g_type_from_name("gboolean")
    static let int = g_type_from_name("gint")
    static let uint64 = g_type_from_name("guint64")
    static let double = g_type_from_name("gdouble")
    static let string = g_type_from_name("gchararray")
    static let enumeration = g_type_from_name("GEnum")
    static let flags = g_type_from_name("GFlags")
}

extension GValue {
    /// Converts an argument to the given type, and stores it in this value.
    /// - Returns: false if the type does not accept this kind of argument, if a number does not fit the type, or if an
    ///   enum value or an interpolator does not exist.
    mutating func set(_ argument: Argument, as type: GType) -> Bool {
        g_value_init(&self, type)
        switch g_type_fundamental(type) {
        case GType.bool: return setBool(argument)
        case GType.int, GType.uint64, GType.double: return setNumber(argument, g_type_fundamental(type))
        case GType.enumeration, GType.flags: return setNickname(argument, type)
        case GType.string: return setString(argument)
        default: break
        }
        switch argument {
        case .image(let image): return setObject(UnsafeMutableRawPointer(image.pointer), type)
        case .source(let source): return setObject(UnsafeMutableRawPointer(source.pointer), type)
        case .target(let target): return setObject(UnsafeMutableRawPointer(target.pointer), type)
        case .images(let images): return setImages(images, type)
        case .doubles(let numbers): return setNumbers(numbers, type)
        case .double(let number): return setNumbers([number], type)
        case .int(let number): return setNumbers([Double(number)], type)
        case .string(let nickname): return setInterpolator(nickname, type)
        case .bool: return false
        }
    }

    private mutating func setBool(_ argument: Argument) -> Bool {
        guard case .bool(let value) = argument else { return false }
        g_value_set_boolean(&self, value ? 1 : 0)
        return true
    }

    private mutating func setNumber(_ argument: Argument, _ type: GType) -> Bool {
        let number: Double
        switch argument {
        case .int(let value): number = Double(value)
        case .double(let value): number = value
        default: return false
        }
        if type == GType.double {
            g_value_set_double(&self, number)
            return true
        }
        if type == GType.int, let value = Int32(exactly: number) {
            g_value_set_int(&self, value)
            return true
        }
        if type == GType.uint64, let value = guint64(exactly: number) {
            g_value_set_uint64(&self, value)
            return true
        }
        return false
    }

    private mutating func setString(_ argument: Argument) -> Bool {
        guard case .string(let value) = argument else { return false }
        g_value_set_string(&self, value)
        return true
    }

    private mutating func setNickname(_ argument: Argument, _ type: GType) -> Bool {
        let isFlags = g_type_fundamental(type) == GType.flags
        switch argument {
        case .string(let nickname):
            let value =
                isFlags
                ? vips_flags_from_nick("imagekit", type, nickname) : vips_enum_from_nick("imagekit", type, nickname)
            guard value >= 0 else {
                vips_error_clear()
                return false
            }
            if isFlags { g_value_set_flags(&self, UInt32(value)) } else { g_value_set_enum(&self, value) }
            return true
        case .int(let value):
            guard let number = Int32(exactly: value) else { return false }
            if isFlags { g_value_set_flags(&self, UInt32(bitPattern: number)) } else { g_value_set_enum(&self, number) }
            return true
        default:
            return false
        }
    }

    private mutating func setObject(_ object: UnsafeMutableRawPointer, _ type: GType) -> Bool {
        let instance = object.assumingMemoryBound(to: GTypeInstance.self)
        guard g_type_check_instance_is_a(instance, type) != 0 else { return false }
        g_value_set_object(&self, object)
        return true
    }

    private mutating func setImages(_ images: [Image], _ type: GType) -> Bool {
        guard type == vips_array_image_get_type() else { return false }
        vips_value_set_array_image(&self, Int32(images.count))
        guard let slots = vips_value_get_array_image(&self, nil) else { return images.isEmpty }
        for (index, image) in images.enumerated() {
            g_object_ref(image.pointer)
            slots[index] = image.pointer
        }
        return true
    }

    private mutating func setNumbers(_ numbers: [Double], _ type: GType) -> Bool {
        if type == vips_array_double_get_type() {
            vips_value_set_array_double(&self, numbers, Int32(numbers.count))
            return true
        }
        let integers = numbers.compactMap { Int32(exactly: $0) }
        guard type == vips_array_int_get_type(), integers.count == numbers.count else { return false }
        vips_value_set_array_int(&self, integers, Int32(integers.count))
        return true
    }

    private mutating func setInterpolator(_ nickname: String, _ type: GType) -> Bool {
        guard type == vips_interpolate_get_type(), let interpolator = vips_interpolate_new(nickname) else {
            vips_error_clear()
            return false
        }
        defer { g_object_unref(interpolator) }
        g_value_set_object(&self, interpolator)
        return true
    }
}
