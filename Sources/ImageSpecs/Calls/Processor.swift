/// A processor of a spec: its name, the given arguments, and the step that it performs.
package struct Processor: Sendable {
    /// The arguments as they are in the registry.
    package enum Arguments: Hashable, Sendable {
        case named([String: Value])
        case positional([Value])
    }

    package let name: String
    /// The given arguments by parameter. The arguments of a variadic processor are one tuple.
    package let given: [String: Value]
    package let step: any Step

    /// - Throws: the problems of the call.
    package init(name: String, arguments: Arguments) throws(ProcessorCallError) {
        let definition = try ProcessorDefinition.checked(name)
        let (given, problems) = definition.bind(arguments)
        guard problems.isEmpty else { throw ProcessorCallError(problems) }
        self.name = name
        self.given = given
        guard definition.hasFields(given) else {
            step = try definition.step(given)
            return
        }
        step = UnresolvedStep()
        let defaults = given.compactMapValues(\.withDefaults)
            .mapValues { $0 == FocalPoint.word ? FocalPoint.fallback : $0 }
        if defaults.count == given.count { _ = try definition.step(defaults) }
    }

    /// Creates a processor from arguments by parameter, as in `given`.
    init(name: String, bound given: [String: Value]) throws(ProcessorCallError) {
        let definition = try ProcessorDefinition.checked(name)
        if definition.isVariadic, case .tuple(let values)? = given[definition.parameters[0].name] {
            try self.init(name: name, arguments: .positional(values))
        } else {
            try self.init(name: name, arguments: .named(given))
        }
    }

    /// Whether the step depends on the fields of the source.
    var hasFields: Bool { step is UnresolvedStep }

    /// Whether the processor starts a program. The step does not decide this, because the step is unknown as long as an
    /// argument refers to a field.
    package var runsProgram: Bool {
        ProcessorDefinition.named(name)?.parameters.contains { $0.kind == .command } ?? false
    }

    /// Returns the processor after converting the relative paths of images and programs to another base. A program
    /// without a slash is not a path, because the system searches `PATH` for it.
    /// - Parameter folder: the base of the current relative paths: an absolute path, or a path relative to the new
    ///   base.
    package func resolvingPaths(from folder: String) -> Processor {
        guard let definition = ProcessorDefinition.named(name) else { return self }
        var given = given
        for parameter in definition.parameters {
            guard let value = given[parameter.name] else { continue }
            given[parameter.name] = parameter.kind.resolvingPaths(of: value, from: folder)
        }
        // The kinds of the arguments do not change, so the call stays valid.
        return given == self.given ? self : (try? Processor(name: name, bound: given)) ?? self
    }
}

extension Processor: Hashable {
    /// Ignores the step, because the step depends only on the name and the arguments.
    package static func == (left: Processor, right: Processor) -> Bool {
        left.name == right.name && left.given == right.given
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(given)
    }
}

extension Processor: Codable {
    private enum CodingKeys: CodingKey { case name, given }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .name)
        try self.init(name: name, bound: try container.decode([String: Value].self, forKey: .given))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(given, forKey: .given)
    }
}
