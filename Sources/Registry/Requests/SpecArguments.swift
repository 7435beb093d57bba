import ImageSpecs
import JSON

/// The arguments of one call, in the form `key=value`. They are applied to the spec of a generator.
///
/// A key is an attribute of the spec (`format`, `options`, `autoconvert`, …), a field that the spec refers to, a save
/// option (`quality`), or an argument of one of the spec's processors. `width` belongs to the first processor that has
/// this argument. The form `Processor.width` names another processor. A value that is valid JSON is parsed:
/// `width=200`, `color=[255,0,0]`. Every other value is text: `format=WEBP`.
struct SpecArguments {
    private var values: [(key: String, value: Value)] = []
    /// All values by their keys. If a key is the name of a field in the spec, the value is the value of this field.
    private var fields: [String: FieldValue] = [:]
    /// The attributes of the spec that the arguments set.
    private let attributes: ImageSpec
    private var given: Set<String>

    /// - Parameter allowsExec: whether the registry permits programs.
    init(_ arguments: [String], allowsExec: Bool) throws(RequestError) {
        var members: [String: RegistryNode] = [:]
        let log = ProblemLog()
        for argument in arguments {
            guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
                throw .arguments(["\"\(argument)\" is not key=value, such as format=WEBP"])
            }
            let key = String(argument[..<equals])
            let text = String(argument[argument.index(after: equals)...])
            let node = Self.node(text, key: key, log)
            fields[key] = FieldValue(text: text)
            if SpecReader.keys.contains(key) { members[key] = node } else { values.append((key, node.value)) }
        }
        attributes = SpecReader(allowsExec: allowsExec).spec(members)
        given = Set(members.keys)
        guard log.problems.isEmpty else { throw .arguments(log.problems.map { "\($0.path): \($0.message)" }) }
    }

    private static func node(_ text: String, key: String, _ log: ProblemLog) -> RegistryNode {
        let json = try? parseJSON(Array(text.utf8))
        let node = json ?? JSONNode(value: .string(text), position: .start)
        return RegistryNode(json: node, file: "", path: key, log: log)
    }

    func applied(to base: ImageSpec) throws(RequestError) -> ImageSpec {
        var spec = withAttributes(base)
        let names = spec.fieldNames
        do throws(FieldError) {
            spec = try spec.filled(leavingRest: true) { fields[$0] }
        } catch {
            throw .arguments(["\(error)"])
        }
        for (key, value) in values where !names.contains(key) {
            if let location = Self.location(of: key, in: spec.processors) {
                spec.processors[location.processor] = try spec.processors[location.processor].with([
                    location.name: value
                ])
            } else if SaveOption.knownNames.contains(key) {
                spec.options = (spec.options ?? [:]).merging([key: value]) { $1 }
            } else {
                throw .arguments([Self.unknown(key, for: spec)])
            }
        }
        let problems = optionProblems(of: spec, given: values.map(\.key))
        guard problems.isEmpty else { throw .arguments(problems) }
        return spec
    }

    /// Returns the errors in the save options of a spec to which the arguments were applied. An option of the registry
    /// that the format does not have is not an error. So `format=PNG` works even if the registry sets `quality`.
    private func optionProblems(of spec: ImageSpec, given keys: [String]) -> [String] {
        let isGiven = { (name: String) in keys.contains(name) || given.contains("options") }
        guard given.contains("format") || (spec.options ?? [:]).keys.contains(where: isGiven) else { return [] }
        return (spec.options ?? [:]).sorted { $0.key < $1.key }.compactMap { name, value in
            let problem = SaveOption.problem(name, value, format: spec.imageFormat)
            if case .notInFormat? = problem, !isGiven(name) { return nil }
            return problem.map { "\(name): \($0)" }
        }
    }

    /// Returns the spec of `imagekit:thumbnail`. The call determines the width and the height of the `Thumbnail`
    /// processor. Other arguments of the call replace arguments of the registry with the same name. If the spec has no
    /// `Thumbnail` processor, one is inserted at the start, even if the call sets the processors.
    func thumbnail(of base: ImageSpec) throws(RequestError) -> ImageSpec {
        var own: [String: Value] = [:]
        var rest = self
        rest.values = []
        let parameters = ProcessorDefinition.named("Thumbnail")?.parameters.map(\.name) ?? []
        for (key, value) in values {
            if parameters.contains(key) { own[key] = value } else { rest.values.append((key, value)) }
        }
        var spec = withAttributes(base)
        // `withAttributes` has set the processors of the call. `applied` must not set them too, because this would
        // remove the `Thumbnail` processor.
        rest.given.remove("processors")
        let index = spec.processors.firstIndex { $0.name == "Thumbnail" }
        if let index {
            let registered = spec.processors.remove(at: index).given.filter { !["width", "height"].contains($0.key) }
            own = registered.merging(own) { $1 }
        }
        spec.processors.insert(try .checked("Thumbnail", own), at: index ?? 0)
        return try rest.applied(to: spec)
    }

    private func withAttributes(_ base: ImageSpec) -> ImageSpec {
        var spec = base
        if given.contains("processors") { spec.processors = attributes.processors }
        if given.contains("format") { spec.format = attributes.format }
        if given.contains("options") { spec.options = attributes.options }
        if given.contains("autoconvert") { spec.autoconvert = attributes.autoconvert }
        func take<T>(_ key: String, _ member: WritableKeyPath<SpecExtensions, T>) {
            if given.contains(key) { spec.extensions[keyPath: member] = attributes.extensions[keyPath: member] }
        }
        take("autorotate", \.autorotate)
        take("animated", \.animated)
        take("color_profile", \.colorProfile)
        take("keep_metadata", \.keepMetadata)
        take("max_bytes", \.maxBytes)
        take("if_larger", \.ifLarger)
        take("placeholders", \.placeholders)
        take("canvas", \.canvas)
        return spec
    }

    private static func location(of key: String, in processors: [Processor]) -> (processor: Int, name: String)? {
        let parts = key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        for (index, processor) in processors.enumerated() where parts.count == 1 || processor.name == parts[0] {
            let name = parts[parts.count - 1]
            guard let definition = ProcessorDefinition.named(processor.name), definition.form != .variadic else {
                continue
            }
            if definition.parameters.contains(where: { $0.name == name }) { return (index, name) }
        }
        return nil
    }

    private static func unknown(_ key: String, for spec: ImageSpec) -> String {
        // A call cannot set the only parameter of a variadic processor (see `location(of:in:)`).
        let own = spec.processors.compactMap { ProcessorDefinition.named($0.name) }
            .filter { $0.form != .variadic }.flatMap { $0.parameters.map(\.name) }
        let known = SpecReader.keys + own + SaveOption.knownNames.sorted()
        let listed = own.isEmpty ? "" : "; its processors take \(own.joined(separator: ", "))"
        return "the spec takes no \"\(key)\"" + Suggestion.clause(for: key, among: known) + listed
            + "; any spec takes \(SpecReader.keys.joined(separator: ", ")) and save options"
    }
}

extension Processor {
    fileprivate func with(_ arguments: [String: Value]) throws(RequestError) -> Processor {
        try .checked(name, given.merging(arguments) { $1 })
    }

    fileprivate static func checked(_ name: String, _ given: [String: Value]) throws(RequestError) -> Processor {
        do throws(ProcessorCallError) {
            return try Processor(name: name, arguments: .named(given))
        } catch {
            throw .arguments(error.problems.map { "\(name)\($0.argument.map { ".\($0)" } ?? ""): \($0)" })
        }
    }
}

extension ProcessorProblem {
    /// The argument with the error, if the message does not name it.
    fileprivate var argument: String? {
        if case .wrongValue(let argument, _, _, _, _) = self { argument } else { nil }
    }
}
