/// Specs that change with the fields of their source.
extension ImageSpec {
    /// Whether the spec is another one for another source.
    package var waitsForFields: Bool {
        processors.contains(where: \.waitsForFields) || options?.values.contains { !$0.references.isEmpty } == true
    }

    /// The fields that the spec asks for.
    package var fieldNames: Set<String> {
        let ofOptions = options?.values.flatMap(\.references).compactMap { $0?.name } ?? []
        return processors.reduce(into: Set(ofOptions)) { $0.formUnion($1.fieldNames) }
    }

    /// The spec for one source, equal to one that has the values written out.
    ///
    /// - Parameters:
    ///   - leavingRest: references to fields that are not found stay as they are.
    ///   - find: the value of a field by its name; nil where there is none.
    package func filled(
        leavingRest: Bool = false,
        _ find: (String) throws(FieldMistake) -> FieldValue?
    ) throws(FieldMistake) -> ImageSpec {
        try withoutActuallyEscaping(find) { (find) throws(FieldMistake) -> ImageSpec in
            let filling = FieldFilling(find: find, isPartial: leavingRest)
            var spec = self
            for place in processors.indices where processors[place].waitsForFields {
                spec.processors[place] = try processors[place].filled(filling)
            }
            for (name, value) in options ?? [:] where !value.references.isEmpty {
                let requirement = SaveOption.requirement(of: name, format: imageFormat)
                spec.options?[name] = try filling.fill(value, use: name, requirement: requirement) { reading in
                    SaveOption.accepts(reading, as: name, format: imageFormat)
                }
            }
            return spec
        }
    }
}

extension Processor {
    /// Whether the step is known only when its fields are.
    var waitsForFields: Bool { step == .unresolved }

    fileprivate var fieldNames: Set<String> {
        var names = Set(given.values.flatMap(\.references).compactMap { $0?.name })
        let takers = ProcessorSignature.named(name)?.parameters.filter(\.kind.takesFocus) ?? []
        if takers.contains(where: { parameter in given[parameter.name].map(Self.mayBeFocus) ?? false }) {
            names.formUnion(FocalPoint.fields)
        }
        return names
    }

    /// A field may say "focus" as well.
    private static func mayBeFocus(_ value: Value) -> Bool { value == FocalPoint.word || !value.references.isEmpty }

    fileprivate func filled(_ filling: FieldFilling) throws(FieldMistake) -> Processor {
        guard let signature = ProcessorSignature.named(name) else { return self }
        var arguments: [String: Value] = [:]
        for parameter in signature.parameters {
            guard let value = given[parameter.name] else { continue }
            if signature.isVariadic, case .tuple(let items) = value {
                var filled: [Value] = []
                for item in items { filled.append(try filling.fill(item, for: parameter, of: name)) }
                arguments[parameter.name] = .tuple(filled)
            } else {
                arguments[parameter.name] = try filling.fill(value, for: parameter, of: name)
            }
        }
        do throws(ProcessorProblems) {
            return try Processor(name: name, bound: arguments, of: signature)
        } catch {
            throw .wrongCall(processor: name, error.problems)
        }
    }

    /// With arguments by parameter, as `given` has them.
    init(name: String, bound given: [String: Value], of signature: ProcessorSignature) throws(ProcessorProblems) {
        if signature.isVariadic, case .tuple(let values)? = given[signature.parameters[0].name] {
            try self.init(name: name, arguments: .positional(values))
        } else {
            try self.init(name: name, arguments: .named(given))
        }
    }
}
