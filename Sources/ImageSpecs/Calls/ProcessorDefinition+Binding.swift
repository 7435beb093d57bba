extension ProcessorDefinition {
    static func checked(_ name: String) throws(ProcessorCallError) -> ProcessorDefinition {
        guard let definition = named(name) else { throw ProcessorCallError([.unknownProcessor(name)]) }
        return definition
    }

    func step(_ given: [String: Value]) throws(ProcessorCallError) -> any Step {
        if let conflict = conflicts.first(where: { $0.exists(in: given) }) {
            throw .conflict(conflict.reason, argument: conflict.argument)
        }
        return try makeStep(ProcessorArguments(parameters: parameters, given: given))
    }

    /// Returns whether one of the arguments depends on the fields of a source.
    func hasFields(_ given: [String: Value]) -> Bool {
        parameters.contains { parameter in
            guard let value = given[parameter.name] else { return false }
            return !value.references.isEmpty || (parameter.kind.takesFocus && value == FocalPoint.word)
        }
    }

    /// Assigns the arguments of a call to the parameters, and finds the problems of the arguments.
    func bind(_ arguments: Processor.Arguments) -> (given: [String: Value], problems: [ProcessorProblem]) {
        var given: [String: Value] = [:]
        var problems: [ProcessorProblem] = []

        func take(_ value: Value, for parameter: Parameter, at index: Int? = nil) {
            guard value != .none else { return }
            if let problem = parameter.problem(with: value, at: index) {
                problems.append(problem)
            } else {
                given[parameter.name] = value
            }
        }

        switch (arguments, form) {
        case (.positional(let values), .variadic):
            for (index, value) in values.enumerated() { take(value, for: parameters[0], at: index) }
            given[parameters[0].name] = values.isEmpty ? nil : .tuple(values)
        case (.positional(let values), .arrayIsFirst):
            take(.tuple(values), for: parameters[0])
        case (.positional(let values), .ordinary):
            if values.count > parameters.count {
                problems.append(.tooManyArguments(values.count, maximum: parameters.count))
            }
            for (index, (value, parameter)) in zip(values, parameters).enumerated() {
                take(value, for: parameter, at: index)
            }
        case (.named(let values), _):
            let known = isVariadic ? [] : parameters
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                if let parameter = known.first(where: { $0.name == name }) {
                    take(value, for: parameter)
                } else {
                    problems.append(.unknownArgument(name, of: self.name, known: known.map(\.name)))
                }
            }
        }
        let missing = isVariadic ? [] : parameters.filter { $0.isRequired && given[$0.name] == nil }.map(\.name)
        if !missing.isEmpty && problems.isEmpty { problems.append(.missingArguments(missing)) }
        return (given, problems)
    }
}

extension Parameter {
    /// Returns the problem of an argument; nil if the argument is valid. If the value refers to fields, the defaults of
    /// the references are checked. If a reference has no default, the value is unknown, so the result is nil.
    fileprivate func problem(with value: Value, at index: Int?) -> ProcessorProblem? {
        if value.references.contains(nil) {
            let requirement = FieldReference.requirement
            return .wrongValue(argument: name, index: index, value: value, requirement: requirement)
        }
        guard let known = value.withDefaults, !kind.accepts(known) else { return nil }
        return .wrongValue(
            argument: name,
            index: index,
            value: known,
            requirement: kind.requirement,
            remedy: ValueRemedy(for: known, of: kind)
        )
    }
}
