import CVips

/// One call of a libvips operation. Create it by name, set its arguments, build it once, and then read its outputs.
///
/// libvips describes its operations at run time. So this type checks names and options against the installed libvips,
/// and can call every operation without a separate binding.
package struct Operation: ~Copyable {
    let name: String
    private var pointer: UnsafeMutablePointer<VipsOperation>

    /// - Throws: `VipsError` if this libvips does not have the operation.
    package init(_ name: String) throws {
        guard let pointer = LibVips.newOperation(name) else { throw VipsError.taken(by: name) }
        self.name = name
        self.pointer = pointer
    }

    deinit {
        // The caller of an operation owns a reference to each output. Even an operation that failed can have outputs.
        vips_object_unref_outputs(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: VipsObject.self))
        g_object_unref(pointer)
    }

    var object: UnsafeMutablePointer<VipsObject> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: VipsObject.self)
    }

    /// - Throws: `VipsError` if the operation does not have the argument, or does not accept the value.
    package func set(_ argument: String, _ value: Argument) throws {
        guard let specification = Operation.specification(object, argument) else {
            throw VipsError(operation: name, hint: "has no option '\(argument)'")
        }
        var boxed = GValue()
        defer { g_value_unset(&boxed) }
        guard boxed.set(value, as: specification.pointee.value_type) else {
            throw VipsError(operation: name, hint: "option '\(argument)' cannot be \(value)")
        }
        // Reject values out of range, because GLib would print a warning and keep the default.
        guard g_param_value_validate(specification, &boxed) == 0 else {
            throw VipsError(operation: name, hint: "option '\(argument)' cannot be \(value)")
        }
        g_object_set_property(UnsafeMutableRawPointer(object).assumingMemoryBound(to: GObject.self), argument, &boxed)
    }

    /// Runs the operation, or prepares its output for computation on demand.
    package mutating func build() throws {
        guard let built = vips_cache_operation_build(pointer) else { throw VipsError.taken(by: name) }
        g_object_unref(pointer)
        pointer = built
    }

    /// Returns an output image. The returned object owns a reference.
    package func image(_ output: String = "out") throws -> Image {
        try read(output, as: vips_image_get_type()) { boxed in
            guard let object = g_value_get_object(&boxed) else { return nil }
            g_object_ref(object)
            return Image(owning: object.assumingMemoryBound(to: VipsImage.self))
        }
    }

    /// Returns an output that is a floating-point number. The operation must have this output.
    package func double(_ output: String = "out") throws -> Double {
        try read(output, as: GType.double) { g_value_get_double(&$0) }
    }

    /// Returns an output that is an integer. The operation must have this output.
    package func int(_ output: String) throws -> Int {
        try read(output, as: GType.int) { Int(g_value_get_int(&$0)) }
    }

    private func read<Value>(_ output: String, as type: GType, _ get: (inout GValue) -> Value?) throws -> Value {
        var boxed = GValue()
        g_value_init(&boxed, type)
        defer { g_value_unset(&boxed) }
        g_object_get_property(UnsafeMutableRawPointer(object).assumingMemoryBound(to: GObject.self), output, &boxed)
        guard let value = get(&boxed) else { throw VipsError(operation: name, hint: "gave no '\(output)'") }
        return value
    }

    /// Returns the range of an argument of the type `double` or `int`, or nil for other arguments.
    static func range(_ specification: UnsafeMutablePointer<GParamSpec>) -> ClosedRange<Double>? {
        switch g_type_fundamental(specification.pointee.value_type) {
        case GType.double:
            specification.withMemoryRebound(to: GParamSpecDouble.self, capacity: 1) {
                $0.pointee.minimum...$0.pointee.maximum
            }
        case GType.int:
            specification.withMemoryRebound(to: GParamSpecInt.self, capacity: 1) {
                Double($0.pointee.minimum)...Double($0.pointee.maximum)
            }
        default: nil
        }
    }

    /// Returns libvips' description of an argument, or nil if the operation does not have the argument.
    static func specification(
        _ object: UnsafeMutablePointer<VipsObject>,
        _ argument: String
    ) -> UnsafeMutablePointer<GParamSpec>? {
        var specification: UnsafeMutablePointer<GParamSpec>?
        var argumentClass: UnsafeMutablePointer<VipsArgumentClass>?
        var instance: UnsafeMutablePointer<VipsArgumentInstance>?
        guard vips_object_get_argument(object, argument, &specification, &argumentClass, &instance) == 0 else {
            vips_error_clear()
            return nil
        }
        return specification
    }
}

extension Operation {
    /// Calls an operation whose result is one image.
    package static func call(_ name: String, _ arguments: Arguments, options: Arguments = [:]) throws -> Image {
        var operation = try Operation(name)
        for (argument, value) in arguments { try operation.set(argument, value) }
        for (argument, value) in options { try operation.set(argument, value) }
        try operation.build()
        return try operation.image()
    }
}
