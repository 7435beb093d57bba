/// One processor of a spec: its PILKit class with the arguments that were given, and what it does.
package struct Processor: Hashable, Sendable {
    /// The arguments as the registry has them.
    package enum Arguments: Hashable, Sendable {
        case named([String: Value])
        case positional([Value])
    }

    package let name: String
    /// The arguments by parameter; those that were left out are missing. A variadic processor's are one tuple.
    package let given: [String: Value]
    package let step: Step

    /// What PILKit finds wrong only when it makes the first image; the spec has a hash until then.
    package var mistakeWhenRun: (argument: String, reason: String)? {
        guard case .trimBorderColor(_, let tolerance, _) = step, !(0...1).contains(tolerance) else { return nil }
        return ("tolerance", "\(tolerance) is not a tolerance: it goes from 0 to 1")
    }

    private init(name: String, given: [String: Value], step: Step) {
        self.name = name
        self.given = given
        self.step = step
    }

    /// With the relative path of an overlay or a program (one with a slash: others are looked for in `PATH`) taken from a
    /// folder.
    /// - Parameter folder: absolute, or relative to where the paths shall start then.
    package func resolvingPaths(from folder: String) -> Processor {
        func moved(_ path: String) -> String {
            path.hasPrefix("/") ? path : SourceName.normalize(folder + "/" + path)
        }
        var given = given
        switch step {
        case .imageOverlay(let path, let x, let y):
            given["overlay_img"] = .string(moved(path))
            return Processor(name: name, given: given, step: .imageOverlay(path: moved(path), x: x, y: y))
        case .exec(let program):
            guard program.command[0].contains("/") else { return self }
            var command = program.command
            // A program without a slash would be looked for in PATH.
            let path = moved(command[0])
            command[0] = path.contains("/") ? path : "./" + path
            given["command"] = .tuple(command.map(Value.string))
            return Processor(name: name, given: given, step: .exec(Program(command: command, format: program.format)))
        default:
            return self
        }
    }

    /// - Throws: everything that is wrong with the call.
    package init(name: String, arguments: Arguments) throws(ProcessorProblems) {
        guard let signature = ProcessorSignature.named(name) else {
            throw ProcessorProblems([.unknownProcessor(name)])
        }
        let (given, problems) = signature.bind(arguments)
        guard problems.isEmpty else { throw ProcessorProblems(problems) }
        self.name = name
        self.given = given
        guard signature.waitsForFields(given) else {
            step = try ArgumentReader(signature: signature, given: given).step()
            return
        }
        step = .unresolved
        let defaults = given.compactMapValues(\.withDefaults)
            .mapValues { $0 == FocalPoint.word ? FocalPoint.fallback : $0 }
        if defaults.count == given.count {
            _ = try ArgumentReader(signature: signature, given: defaults).step()
        }
    }
}

/// Everything that is wrong with one processor of a spec.
package struct ProcessorProblems: Error, Hashable {
    package let problems: [ProcessorProblem]

    init(_ problems: [ProcessorProblem]) { self.problems = problems }
}

package enum ProcessorProblem: Hashable, Sendable {
    case unknownProcessor(String)
    case unknownArgument(String, of: String, known: [String])
    case tooManyArguments(Int, most: Int)
    case missingArguments([String])
    /// `index` is the place of a positional argument.
    case wrongValue(argument: String, index: Int?, value: Value, requirement: String)
    case conflict(argument: String?, reason: String)
}

extension ProcessorProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownProcessor(let name): "there is no processor \"\(name)\""
        case .unknownArgument(let name, let processor, let known):
            known.isEmpty
                ? "\(processor) takes no argument by name"
                : "\(processor) has no argument \"\(name)\"; it takes \(known.joined(separator: ", "))"
        case .tooManyArguments(let count, let most): "\(count) arguments given, at most \(most) taken"
        case .missingArguments(let names): "\(names.joined(separator: " and ")) must be given"
        case .wrongValue(_, _, let value, let requirement): "\(value) is not \(requirement)"
        case .conflict(_, let reason): reason
        }
    }
}

extension ProcessorSignature {
    /// Whether arguments by parameter are known only when the fields of a source are.
    fileprivate func waitsForFields(_ given: [String: Value]) -> Bool {
        parameters.contains { parameter in
            guard let value = given[parameter.name] else { return false }
            return !value.references.isEmpty || (parameter.kind.takesFocus && value == FocalPoint.word)
        }
    }

    /// Gives each argument its parameter's name, and finds what does not fit.
    func bind(_ arguments: Processor.Arguments) -> (given: [String: Value], problems: [ProcessorProblem]) {
        var given: [String: Value] = [:]
        var problems: [ProcessorProblem] = []

        func take(_ value: Value, for parameter: Parameter, at index: Int?) {
            guard value != .none else { return }
            if value.references.contains(nil) {
                problems.append(
                    .wrongValue(
                        argument: parameter.name,
                        index: index,
                        value: value,
                        requirement: FieldReference.requirement
                    )
                )
                return
            }
            // What a field will say can be checked only when it says it.
            let known = value.withDefaults
            guard known.map(parameter.kind.accepts) ?? true else {
                problems.append(
                    .wrongValue(
                        argument: parameter.name,
                        index: index,
                        value: known ?? value,
                        requirement: parameter.kind.requirement
                    )
                )
                return
            }
            given[parameter.name] = value
        }

        switch arguments {
        case .positional(let values) where isVariadic:
            for (index, value) in values.enumerated() { take(value, for: parameters[0], at: index) }
            given[parameters[0].name] = values.isEmpty ? nil : .tuple(values)
        case .positional(let values) where takesArrayWhole:
            take(.tuple(values), for: parameters[0], at: nil)
        case .positional(let values):
            if values.count > parameters.count {
                problems.append(.tooManyArguments(values.count, most: parameters.count))
            }
            for (index, (value, parameter)) in zip(values, parameters).enumerated() {
                take(value, for: parameter, at: index)
            }
        case .named(let values):
            let known = isVariadic ? [] : parameters
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                if let parameter = known.first(where: { $0.name == name }) {
                    take(value, for: parameter, at: nil)
                } else {
                    problems.append(.unknownArgument(name, of: self.name, known: known.map(\.name)))
                }
            }
        }
        let missing = isVariadic ? [] : parameters.filter { $0.fallback == nil && given[$0.name] == nil }.map(\.name)
        if !missing.isEmpty && problems.isEmpty { problems.append(.missingArguments(missing)) }
        return (given, problems)
    }
}

extension Processor: Codable {
    private enum CodingKeys: CodingKey { case name, given }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .name)
        let given = try container.decode([String: Value].self, forKey: .given)
        guard let signature = ProcessorSignature.named(name) else {
            throw ProcessorProblems([.unknownProcessor(name)])
        }
        try self.init(name: name, bound: given, of: signature)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(given, forKey: .given)
    }
}
