/// Specs that depend on the fields of their source.
extension ImageSpec {
    /// Whether the spec depends on the fields of the source.
    package var hasFields: Bool {
        processors.contains(where: \.hasFields) || options?.values.contains { !$0.references.isEmpty } == true
    }

    /// The names of the fields on which the spec can depend.
    package var fieldNames: Set<String> {
        let ofOptions = options?.values.flatMap(\.references).compactMap { $0?.name } ?? []
        return processors.reduce(into: Set(ofOptions)) { $0.formUnion($1.fieldNames) }
    }

    /// Returns the spec for one source. The result equals a spec that contains the values instead of the references.
    ///
    /// - Parameters:
    ///   - leavingRest: whether references to missing fields stay in the spec. If false, their defaults are used, and a
    ///     reference without a default is an error.
    ///   - find: returns the value of the field with this name; nil if there is no such field.
    package func filled(
        leavingRest: Bool = false,
        _ find: (String) throws(FieldError) -> FieldValue?
    ) throws(FieldError) -> ImageSpec {
        try withoutActuallyEscaping(find) { (find) throws(FieldError) -> ImageSpec in
            let filling = FieldFilling(find: find, isPartial: leavingRest)
            var spec = self
            for index in processors.indices where processors[index].hasFields {
                spec.processors[index] = try processors[index].filled(filling)
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
    fileprivate var fieldNames: Set<String> {
        var names = Set(given.values.flatMap(\.references).compactMap { $0?.name })
        let parameters = ProcessorDefinition.named(name)?.parameters.filter(\.kind.takesFocus) ?? []
        if parameters.contains(where: { parameter in given[parameter.name].map(Self.mayBeFocus) ?? false }) {
            names.formUnion(FocalPoint.fields)
        }
        return names
    }

    /// Whether an anchor is "focus" or can become "focus". A reference can become "focus" through the value of its
    /// field.
    private static func mayBeFocus(_ value: Value) -> Bool { value == FocalPoint.word || !value.references.isEmpty }

    fileprivate func filled(_ filling: FieldFilling) throws(FieldError) -> Processor {
        guard let definition = ProcessorDefinition.named(name) else { return self }
        var arguments: [String: Value] = [:]
        for parameter in definition.parameters {
            guard let value = given[parameter.name] else { continue }
            if definition.isVariadic, case .tuple(let items) = value {
                var filled: [Value] = []
                for item in items { filled.append(try filling.fill(item, for: parameter, of: name)) }
                arguments[parameter.name] = .tuple(filled)
            } else {
                arguments[parameter.name] = try filling.fill(value, for: parameter, of: name)
            }
        }
        let processor: Processor
        do throws(ProcessorCallError) {
            processor = try Processor(name: name, bound: arguments)
        } catch {
            throw .wrongCall(processor: name, error.problems)
        }
        if let problem = processor.step.problemWhenRun {
            throw .wrongCall(processor: name, [.conflict(argument: problem.argument, reason: problem.reason)])
        }
        return processor
    }
}
