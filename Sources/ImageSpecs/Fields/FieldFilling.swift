/// Puts the values of fields in the place of references to them.
struct FieldFilling {
    /// The value of a field by its name; nil where there is none.
    let find: (String) throws(FieldMistake) -> FieldValue?
    /// Leaves references alone whose field is not found.
    let isPartial: Bool

    /// - Parameters:
    ///   - use: what the value is for, such as `ResizeToFill.width`.
    ///   - accepts: what is wanted there.
    func fill(
        _ value: Value,
        use: String,
        requirement: String,
        accepts: (Value) -> Bool
    ) throws(FieldMistake) -> Value {
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
            for item in items { filled.append(try fill(item, use: use, requirement: requirement) { _ in true }) }
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

    /// An argument of a processor.
    func fill(_ value: Value, for parameter: Parameter, of processor: String) throws(FieldMistake) -> Value {
        let kind = parameter.kind
        let use = "\(processor).\(parameter.name)"
        let filled = try fill(value, use: use, requirement: kind.requirement, accepts: kind.accepts)
        guard kind.takesFocus, filled == FocalPoint.word else { return filled }
        return try focalPoint()?.value ?? (isPartial ? filled : FocalPoint.fallback)
    }

    /// From `focus`, or from `focus_x` and `focus_y`.
    private func focalPoint() throws(FieldMistake) -> FocalPoint? {
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

    private func wrongPoint(_ field: String, _ found: FieldValue, _ requirement: String) -> FieldMistake {
        let value = found.readings.last ?? .none
        return .wrongValue(field: field, value: value, use: "the anchor \"focus\"", requirement: requirement)
    }
}
