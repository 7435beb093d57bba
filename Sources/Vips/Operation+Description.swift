import CVips

extension Operation {
    /// An argument as libvips describes it.
    package struct ArgumentDescription {
        package let name: String
        package let isRequired: Bool
        package let isInput: Bool
        package let isImage: Bool
        /// The range of an argument of the type `double` or `int`. It is nil for other arguments.
        package let range: ClosedRange<Double>?
    }

    /// The arguments that are not deprecated, in the order of libvips.
    package func argumentDescriptions() -> [ArgumentDescription] {
        var names: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        var flags: UnsafeMutablePointer<Int32>?
        var count: Int32 = 0
        guard vips_object_get_args(object, &names, &flags, &count) == 0, let names, let flags else {
            vips_error_clear()
            return []
        }
        return (0..<Int(count)).compactMap { index in
            guard let name = names[index].map({ String(cString: $0) }) else { return nil }
            let flag = UInt32(bitPattern: flags[index])
            guard flag & VIPS_ARGUMENT_DEPRECATED.rawValue == 0 else { return nil }
            let specification = Operation.specification(object, name)
            return ArgumentDescription(
                name: name,
                isRequired: flag & VIPS_ARGUMENT_REQUIRED.rawValue != 0,
                isInput: flag & VIPS_ARGUMENT_INPUT.rawValue != 0,
                isImage: specification?.pointee.value_type == vips_image_get_type(),
                range: specification.flatMap(Operation.range)
            )
        }
    }
}
