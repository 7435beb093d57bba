import Files
import ImageSpecs
import JSON
import WorkerProtocol

/// Reads the spec of a generator: its processors, its format, its save options, and its extensions.
package struct SpecReader {
    static let keys = ["processors", "format", "options", "autoconvert"] + SpecExtensionsReader.keys

    var chains = RegisteredChains()
    var calls = VipsCallCheck()
    /// Whether the top-level registry permits programs.
    var allowsExec = false
    /// The restrictions of an untrusted registry; nil if the author is trusted.
    var untrusted: UntrustedRegistry?
    /// The absolute path of the folder of the top-level registry. If it is nil, paths in specs do not change.
    var topFolder: String?
    /// Whether the setting `sandbox` is `required`.
    var isSandboxRequired = false
    /// The maximum number of pixels of a canvas.
    var maxPixels = Job.Limits().pixels

    /// Creates a reader for specs without registered processors.
    package init(allowsExec: Bool = false) { self.allowsExec = allowsExec }

    init(
        chains: RegisteredChains,
        calls: VipsCallCheck,
        allowsExec: Bool,
        untrusted: UntrustedRegistry?,
        topFolder: String,
        isSandboxRequired: Bool,
        maxPixels: Int
    ) {
        self.chains = chains
        self.calls = calls
        self.allowsExec = allowsExec
        self.untrusted = untrusted
        self.topFolder = topFolder
        self.isSandboxRequired = isSandboxRequired
        self.maxPixels = maxPixels
    }

    /// Reads the spec from the members of a generator. Reports errors; after an error, the spec can lack values.
    package func spec(_ members: [String: RegistryNode]) -> ImageSpec {
        var spec = ImageSpec()
        spec.processors = members["processors"].map { processors($0) } ?? []
        // A canvas has no source that could determine the format, so the default is PNG.
        spec.format = members["format"].flatMap(format) ?? (members["canvas"] == nil ? nil : ImageFormat.png.rawValue)
        spec.options = members["options"].flatMap { options($0, for: spec.imageFormat) }
        spec.autoconvert = members["autoconvert"]?.bool() ?? true
        if let node = members["options"].map({ $0.member(SaveOption.vips.name) }) ?? members["format"] {
            calls.add(spec, at: node)
        }
        spec.extensions = SpecExtensionsReader(format: spec.imageFormat, maxPixels: maxPixels).extensions(members)
        return spec
    }

    private func format(_ node: RegistryNode) -> String? {
        let known = ImageFormat.written.map(\.rawValue)
        guard let name = node.string("the name of a format: \(known.joined(separator: ", "))") else { return nil }
        if ImageFormat(name: name) == nil {
            node.problem(
                "there is no format \"\(name)\"; the formats are \(known.joined(separator: ", "))"
                    + Suggestion.clause(for: name.uppercased(), among: known)
            )
        }
        return name
    }

    /// Reads save options. An option that the format does not have is an error, because it has no effect. This error
    /// does not affect names: Pillow ignores the option, so the spec is valid in Django and its images have names.
    private func options(_ node: RegistryNode, for format: ImageFormat?) -> [String: Value]? {
        guard let members = node.members("an object of save options") else { return nil }
        for member in members {
            guard let problem = SaveOption.problem(member.key, member.node.value, format: format) else { continue }
            switch problem {
            case .unknown(let name):
                let suggestion = Suggestion.clause(for: name, among: SaveOption.knownNames.sorted())
                member.problem("\(problem)\(suggestion)")
            case .notInFormat: member.problem("\(problem)", affectsOnlyImages: true)
            case .wrongReference, .wrongValue: member.node.problem("\(problem)", affectsOnlyImages: true)
            }
        }
        guard case .dictionary(let options) = node.value else { return nil }
        return options
    }

    // MARK: - Processors

    /// The maximum number of processors in an expanded chain. Without this limit, a short registry could have an
    /// enormous chain: if each registered processor contains another registered processor twice, the chain doubles at
    /// each level.
    private static let maxChainLength = 1000
    /// The maximum depth of registered processors. The reader calls itself for each level, so this limit protects the
    /// stack.
    private static let maxNesting = 32

    /// - Parameter open: the registered processors that contain the chain, starting with the outermost.
    func processors(_ node: RegistryNode, within open: [String] = []) -> [Processor] {
        var left = Self.maxChainLength
        let processors = processors(node, within: open, left: &left)
        if left < 0 {
            node.problem(
                "it has more than \(Self.maxChainLength) processors, including those of its registered processors"
            )
        }
        return processors
    }

    /// - Parameter left: the number of elements that can still be read. It is negative if the chain has too many
    ///   elements.
    private func processors(_ node: RegistryNode, within open: [String], left: inout Int) -> [Processor] {
        var chain: [Processor] = []
        for element in node.elements("an array of processors") ?? [] {
            left -= 1
            guard left >= 0 else { break }
            guard case .string(let name) = element.json.value, let registered = chains[name] else {
                if let processor = processor(element) { chain.append(processor) }
                continue
            }
            guard !open.contains(name) else {
                let circle = (open + [name]).joined(separator: " → ")
                element.problem("the processor \"\(name)\" contains itself: \(circle)")
                continue
            }
            guard open.count < Self.maxNesting else {
                element.problem(
                    "registered processors contain one another in more than \(Self.maxNesting) levels"
                )
                continue
            }
            chain += processors(registered, within: open + [name], left: &left)
        }
        return chain
    }

    /// Reads `"Name"`, `{"Name": {argument: value}}` or `{"Name": [values]}`.
    private func processor(_ node: RegistryNode) -> Processor? {
        if case .string(let name) = node.json.value {
            return processor(name, arguments: .named([:]), at: node, keyPosition: nil)
        }
        let forms = "a processor: \"Name\", {\"Name\": {…}} or {\"Name\": […]}"
        guard let members = node.members(forms) else { return nil }
        guard members.count == 1, let member = members.first else {
            node.problem("an object with \(members.count) members is not \(forms)")
            return nil
        }
        switch member.node.value {
        case .dictionary(let arguments):
            return processor(member.key, arguments: .named(arguments), at: member.node, keyPosition: member.keyPosition)
        case .tuple(let arguments):
            return processor(
                member.key,
                arguments: .positional(arguments),
                at: member.node,
                keyPosition: member.keyPosition
            )
        default:
            member.node.problem("\(member.node.json.value.inWords) is not the arguments of a processor: {…} or […]")
            return nil
        }
    }

    private func processor(
        _ name: String,
        arguments: Processor.Arguments,
        at node: RegistryNode,
        keyPosition: Position?
    ) -> Processor? {
        do {
            let processor = try Processor(name: name, arguments: arguments)
            calls.add(processor, at: node)
            if processor.runsProgram, untrusted != nil {
                node.problem("an untrusted registry runs no program")
            } else if processor.runsProgram, !allowsExec {
                node.problem(
                    "exec runs a program: if you trust it, set \"allow_exec\": true in the settings of the top-level registry",
                    affectsOnlyImages: true
                )
            }
            if processor.runsProgram, isSandboxRequired {
                node.problem(
                    "exec runs a program, which cannot be confined: remove exec, or do not set \"sandbox\" to \"required\"",
                    affectsOnlyImages: true
                )
            }
            if let problem = processor.step.problemWhenRun {
                node.member(problem.argument).problem(problem.reason, affectsOnlyImages: true)
            }
            let relocated = relocated(processor, from: node)
            if let untrusted, let topFolder {
                for path in relocated.resolvingPaths(from: topFolder).paths { untrusted.checkFile(path, at: node) }
            }
            return relocated
        } catch {
            for problem in error.problems { report(problem, at: node, keyPosition: keyPosition) }
            return nil
        }
    }

    /// Returns the processor after making its paths relative to the folder of the top-level registry. The paths in
    /// `processor` are relative to the folder of the file that contains the processor. If this file is outside the
    /// folder of the top-level registry, the paths become absolute.
    private func relocated(_ processor: Processor, from node: RegistryNode) -> Processor {
        let own = folder(ofFile: node.file)
        guard let topFolder, own != topFolder else { return processor }
        let isBelow = own.utf8.starts(with: (topFolder + "/").utf8)
        return processor.resolvingPaths(from: isBelow ? String(own.dropFirst(topFolder.count + 1)) : own)
    }

    /// Reports an error in the call of a processor, at the position of the error.
    private func report(_ problem: ProcessorProblem, at node: RegistryNode, keyPosition: Position?) {
        switch problem {
        case .unknownProcessor(let name):
            let known = ProcessorDefinition.all.map(\.name) + chains.names
            let text = problem.description + Suggestion.clause(for: name, among: known)
            node.log.add(
                RegistryProblem(
                    file: node.file,
                    position: keyPosition ?? node.json.position,
                    path: node.path,
                    message: text
                )
            )
        case .unknownArgument(let name, _, let known):
            guard let member = node.members("an object")?.first(where: { $0.key == name }) else { return }
            member.problem(problem.description + Suggestion.clause(for: name, among: known))
        case .wrongValue(let argument, let index, _, _, _):
            let location = index.map { node.elements("an array")?[$0] } ?? node[argument]
            (location ?? node).problem(problem.description)
        case .conflict(let argument, _):
            (argument.flatMap { node[$0] } ?? node).problem(problem.description)
        case .tooManyArguments(_, let maximum):
            let surplus = node.elements("an array").flatMap { $0.count > maximum ? $0[maximum] : nil }
            (surplus ?? node).problem(problem.description)
        case .missingArguments:
            node.problem(problem.description)
        }
    }
}
