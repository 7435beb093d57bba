/// Replaces references to fields with their values.
struct FieldFilling {
    /// Returns the value of the field with this name; nil if there is no such field.
    let find: (String) throws(FieldError) -> FieldValue?
    /// Whether a reference stays unchanged if its field is not found. If false, the default of the reference is used,
    /// and a reference without a default is an error. If the source has no focal point, the anchor "focus" stays
    /// unchanged if `isPartial` is true, and becomes `FocalPoint.fallback` if it is false.
    let isPartial: Bool

    /// - Parameters:
    ///   - use: the argument or option that gets the value, such as `ResizeToFill.width`.
    ///   - requirement: the requirement for the value, for a message.
    ///   - accepts: returns whether the argument or option accepts a value.
    ///   - acceptsItem: returns whether the argument or option accepts a value as an item of a list.
    func fill(
        _ value: Value,
        use: String,
        requirement: String,
        accepts: (Value) -> Bool,
        acceptsItem: (Value) -> Bool = { _ in true }
    ) throws(FieldError) -> Value {
        if let reference = FieldReference(value) {
            guard let found = try find(reference.name) else {
                if isPartial { return value }
                guard let fallback = reference.fallback else { throw .missing(reference.name) }
                return fallback
            }
            guard let reading = found.readings.first(where: accepts) else {
                let value = found.readings.last ?? .none
                throw .wrongValue(field: reference.name, value: value, use: use, requirement: requirement)
            }
            return reading
        }
        switch value {
        case .tuple(let items):
            var filled: [Value] = []
            for item in items {
                filled.append(try fill(item, use: use, requirement: requirement, accepts: acceptsItem))
            }
            return .tuple(filled)
        case .dictionary(var members):
            for (key, item) in members {
                members[key] = try fill(item, use: "\(use).\(key)", requirement: requirement) { _ in true }
            }
            return .dictionary(members)
        default:
            return value
        }
    }

    /// Fills in an argument of a processor.
    func fill(_ value: Value, for parameter: Parameter, of processor: String) throws(FieldError) -> Value {
        let kind = parameter.kind
        let use = "\(processor).\(parameter.name)"
        let filled = try fill(
            value,
            use: use,
            requirement: kind.requirement,
            accepts: kind.accepts,
            acceptsItem: kind.acceptsItem
        )
        guard kind.takesFocus, filled == FocalPoint.word else { return filled }
        return try focalPoint()?.value ?? (isPartial ? filled : FocalPoint.fallback)
    }

    /// Returns the focal point from the field `focus`, or from `focus_x` and `focus_y`.
    private func focalPoint() throws(FieldError) -> FocalPoint? {
        if let found = try find("focus") {
            if let point = found.readings.lazy.compactMap({ FocalPoint(field: $0) }).first { return point }
            throw wrongPoint("focus", found, "a point: [x, y] as fractions from 0 to 1")
        }
        let (x, y) = (try find("focus_x"), try find("focus_y"))
        guard x != nil || y != nil else { return nil }
        var sides: [Value] = []
        for (name, found) in [("focus_x", x), ("focus_y", y)] {
            guard let found else { throw .missing(name) }
            guard let side = found.readings.first(where: FocalPoint.isFraction) else {
                throw wrongPoint(name, found, "a fraction from 0 to 1")
            }
            sides.append(side)
        }
        return FocalPoint(x: sides[0], y: sides[1])
    }

    private func wrongPoint(_ field: String, _ found: FieldValue, _ requirement: String) -> FieldError {
        let value = found.readings.last ?? .none
        return .wrongValue(field: field, value: value, use: "the anchor \"focus\"", requirement: requirement)
    }
}
