import ImageSpecs
import JSON

/// Expands a set, which is a generator with several sizes or formats, to its members. The spec of a member equals the
/// spec of an ordinary generator with the size and the format of the member.
struct SetReader {
    static let keys = SetSide.allCases.map(\.key) + ["densities", "formats"]

    typealias Member = (id: String, spec: ImageSpec, role: SetMember)

    let specs: SpecReader

    static func isSet(_ attributes: [String: RegistryNode]) -> Bool { keys.contains { attributes[$0] != nil } }

    /// Returns the members. Reports errors; after an error in the sizes or the formats, the members have other sizes or
    /// formats, so that the errors of all other attributes are reported too.
    func members(of id: String, _ given: [String: RegistryNode]) -> [Member] {
        var attributes = given
        if attributes["format"] != nil { attributes["formats"]?.problem("a set has formats or a format: remove one") }
        let formats = formats(attributes) ?? [Format()]
        let knownSizing = self.sizing(attributes)
        // Without the sizes, a correct resize processor can lack its width and its height, so do not check it.
        if knownSizing == nil { attributes["processors"] = nil }
        let sizing = knownSizing ?? .unchanged
        reportUnusedOptions(attributes["options"], formats)
        var found: [Member] = []
        for (index, format) in formats.enumerated() {
            var own = attributes.filter { !Self.keys.contains($0.key) }
            if let name = format.name { own["format"] = name }
            own["options"] = options(attributes["options"], of: format)
            for size in sizing.sizes {
                if let sides = sizing.sides(for: size) {
                    own["processors"] = processors(attributes, with: sides)
                }
                let role = SetMember(
                    set: id,
                    size: size,
                    sizing: sizing,
                    formatIndex: index,
                    isFallback: index == formats.count - 1,
                    formatSegment: format.segment
                )
                found.append((role.id(of: size), specs.spec(own), role))
            }
        }
        return found
    }

    // MARK: - Formats

    private struct Format {
        /// The name of the format; nil if the set has no list of formats.
        var name: RegistryNode?
        /// The save options that apply only to this format.
        var options: RegistryNode?

        var segment: String? { name?.value.string?.lowercased() }
        var imageFormat: ImageFormat? { name?.value.string.flatMap(ImageFormat.init(name:)) }

        /// Whether both names stand for the same format, such as `JPEG` and `jpg`.
        func isSame(as other: Format) -> Bool {
            segment == other.segment || (imageFormat != nil && imageFormat == other.imageFormat)
        }
    }

    /// Reads `["AVIF", "JPEG"]` or, with save options, `{"AVIF": {"quality": 50}, "JPEG": {}}`.
    private func formats(_ attributes: [String: RegistryNode]) -> [Format]? {
        guard let node = attributes["formats"] else { return [Format()] }
        let requirement = "an array of formats, or an object of save options by format"
        var formats: [Format] = []
        if case .object = node.json.value {
            for member in node.members(requirement) ?? [] {
                let name = JSONNode(value: .string(member.key), position: member.keyPosition)
                formats.append(Format(name: node.with(name, path: member.node.path), options: member.node))
            }
        } else {
            guard let elements = node.elements(requirement) else { return nil }
            for element in elements {
                guard element.string("the name of a format") != nil else { return nil }
                formats.append(Format(name: element))
            }
        }
        if formats.isEmpty {
            node.problem("a set needs at least one format")
            return nil
        }
        for (index, format) in formats.enumerated()
        where formats[..<index].contains(where: { $0.isSame(as: format) }) {
            format.name?.problem("the format \(format.segment ?? "") is given twice")
            return nil
        }
        return formats
    }

    /// Returns the options for one format: the common options that this format has, and the options that apply only to
    /// this format.
    private func options(_ node: RegistryNode?, of format: Format) -> RegistryNode? {
        let common = format.imageFormat.map { node?.options(of: [$0]) } ?? node
        guard let own = format.options else { return common }
        guard case .object(let object) = own.json.value else { return own }
        guard let common, case .object(let shared) = common.json.value else {
            return object.members.isEmpty ? nil : own
        }
        let rest = shared.members.filter { object[$0.key] == nil }
        let all = JSONNode(value: .object(JSONObject(object.members + rest)), position: own.json.position)
        return own.with(all, path: own.path)
    }

    /// Reports save options that none of the formats of the set has.
    private func reportUnusedOptions(_ node: RegistryNode?, _ formats: [Format]) {
        let known = formats.compactMap(\.imageFormat)
        guard known.count == formats.count, let node, case .object = node.json.value else { return }
        for member in node.members("an object of save options") ?? []
        where known.allSatisfy({ $0.lacksOption(member.key, member.node.value) }) {
            member.problem("none of the formats has this option", affectsOnlyImages: true)
        }
    }

    // MARK: - Sizes

    /// Returns nil if an error leaves the size of the resize processor unknown.
    private func sizing(_ attributes: [String: RegistryNode]) -> SetSizing? {
        let given = Self.keys.dropLast().compactMap { key in attributes[key].map { (key: key, node: $0) } }
        guard let (key, node) = given.first else { return .unchanged }
        if given.count > 1 {
            given[1].node.problem("a set has one of \(Self.keys.dropLast().joined(separator: ", ")): remove the others")
            return nil
        }
        if attributes["canvas"] != nil {
            node.problem("a canvas has a size of its own: remove \(key)")
            return .unchanged
        }
        guard let resizing = resizing(attributes) else { return nil }
        guard let side = SetSide.allCases.first(where: { $0.key == key }) else {
            guard let densities = densities(node) else { return .unchanged }
            return .densities(densities, resizing)
        }
        // After an error, any length is enough to check the processors.
        return .lengths(side, lengths(node) ?? [1], resizing)
    }

    private func lengths(_ node: RegistryNode) -> [Int]? {
        let requirement = "an array of whole numbers of pixels, such as [400, 800, 1200]"
        return numbers(node, requirement, of: "a whole number from 1 to 1000000") { value in
            value.integer.flatMap { (1...1_000_000).contains($0) ? $0 : nil }
        }?.sorted()
    }

    private func densities(_ node: RegistryNode) -> [PixelDensity]? {
        numbers(node, "an array of pixel densities above 0, such as [1, 2]", of: "a pixel density above 0") {
            $0.number.flatMap(PixelDensity.init)
        }?.sorted { $0.factor < $1.factor }
    }

    private func numbers<Number: Hashable>(
        _ node: RegistryNode,
        _ requirement: String,
        of elementRequirement: String,
        _ number: (Value) -> Number?
    ) -> [Number]? {
        guard let elements = node.elements(requirement) else { return nil }
        if elements.isEmpty {
            node.problem("an empty array is not \(requirement)")
            return nil
        }
        var numbers: [Number] = []
        for element in elements {
            guard let found = number(element.value) else {
                element.problem("\(element.json.value.inWords) is not \(elementRequirement)")
                return nil
            }
            guard !numbers.contains(found) else {
                // Leave the number out. Otherwise, two members would have the same id, which would be reported as a
                // second problem.
                element.problem("\(element.value) is given twice")
                continue
            }
            numbers.append(found)
        }
        return numbers
    }

    // MARK: - The resize processor

    /// Returns the last resize processor of the set: its index in the array, its name, and its arguments.
    private func resizer(_ attributes: [String: RegistryNode]) -> (index: Int, name: String, arguments: JSONNode?)? {
        guard case .array(let elements)? = attributes["processors"]?.json.value else { return nil }
        for (index, element) in elements.enumerated().reversed() {
            switch element.value {
            case .string(let name) where SetResizing.isResizer(name): return (index, name, nil)
            case .object(let object):
                guard object.members.count == 1, let member = object.members.first,
                    SetResizing.isResizer(member.key)
                else { continue }
                return (index, member.key, member.value)
            default: continue
            }
        }
        return nil
    }

    private func resizing(_ attributes: [String: RegistryNode]) -> SetResizing? {
        guard let resizer = resizer(attributes) else {
            if let node = attributes["densities"] {
                node.problem("densities multiply the size of a resize processor, such as ResizeToFit: add one")
                return nil
            }
            return SetResizing(given: [:])
        }
        var given: [SetSide: Int] = [:]
        for (index, side) in SetSide.allCases.enumerated() {
            let node: JSONNode? =
                switch resizer.arguments?.value {
                case .object(let object): object[side.rawValue]
                case .array(let values): values.indices.contains(index) ? values[index] : nil
                default: nil
                }
            switch node?.value {
            case nil, .null: continue
            case .integer(let length) where (1...Parameter.Kind.maxLength).contains(length): given[side] = length
            default:
                attributes["processors"]?.problem(
                    "the \(side.rawValue) of \(resizer.name) depends on the member of the set: give a whole number of "
                        + "pixels from 1 to \(Parameter.Kind.maxLength), or leave it out"
                )
                return nil
            }
        }
        if given.isEmpty, let node = attributes["densities"] {
            node.problem("densities multiply the size of \(resizer.name): give it a width or a height")
            return nil
        }
        return SetResizing(given: given, following: count(after: resizer.index, attributes))
    }

    /// Returns the number of processors after an element of the array, including those of registered chains.
    private func count(after index: Int, _ attributes: [String: RegistryNode]) -> Int {
        guard let node = attributes["processors"], case .array(let elements) = node.json.value else { return 0 }
        let rest = JSONNode(value: .array(Array(elements[(index + 1)...])), position: node.json.position)
        // `specs.spec` reads these processors too. It reports their errors, and adds their calls to the check, so use
        // another log and another check here.
        var specs = specs
        specs.calls = VipsCallCheck()
        return specs.processors(RegistryNode(json: rest, file: node.file, path: node.path, log: ProblemLog())).count
    }

    /// Returns the processors of the set, after setting these sides in the resize processor. If the set has no resize
    /// processor, `ResizeToFit` is added at the end.
    private func processors(_ attributes: [String: RegistryNode], with sides: [SetSide: Int]) -> RegistryNode? {
        let base = attributes["processors"] ?? Self.keys.lazy.compactMap { attributes[$0] }.first
        guard let base else { return nil }
        let position = base.json.position
        func call(_ name: String, _ arguments: JSONNode.Value, at position: Position) -> JSONNode {
            let arguments = JSONNode(value: arguments, position: position)
            let member = JSONObject.Member(key: name, keyPosition: position, value: arguments)
            return JSONNode(value: .object(JSONObject([member])), position: position)
        }
        func sideMembers(_ position: Position) -> [JSONObject.Member] {
            SetSide.allCases.compactMap { side in
                sides[side].map { length in
                    JSONObject.Member(
                        key: side.rawValue,
                        keyPosition: position,
                        value: JSONNode(value: .integer(length), position: position)
                    )
                }
            }
        }
        var elements: [JSONNode] = []
        if case .array(let own)? = attributes["processors"]?.json.value { elements = own }
        if let resizer = resizer(attributes) {
            let position = resizer.arguments?.position ?? elements[resizer.index].position
            var arguments: JSONNode.Value = .object(JSONObject(sideMembers(position)))
            if case .object(let object)? = resizer.arguments?.value {
                let rest = object.members.filter { SetSide(rawValue: $0.key) == nil }
                arguments = .object(JSONObject(sideMembers(position) + rest))
            } else if case .array(let values)? = resizer.arguments?.value {
                let lengths = SetSide.allCases.map { side in
                    JSONNode(value: sides[side].map { .integer($0) } ?? .null, position: position)
                }
                arguments = .array(lengths + values.dropFirst(2))
            }
            elements[resizer.index] = call(resizer.name, arguments, at: position)
        } else {
            let upscale = JSONObject.Member(
                key: "upscale",
                keyPosition: position,
                value: JSONNode(value: .bool(false), position: position)
            )
            elements.append(call("ResizeToFit", .object(JSONObject(sideMembers(position) + [upscale])), at: position))
        }
        let json = JSONNode(value: .array(elements), position: position)
        return base.with(json, path: attributes["processors"]?.path ?? base.path)
    }
}

extension RegistryNode {
    /// Returns the save options without the options that only other formats have; nil if no option is left.
    func options(of formats: [ImageFormat]) -> RegistryNode? {
        guard case .object(let object) = json.value, !object.members.isEmpty else { return self }
        let kept = object.members.filter { member in
            formats.contains { !$0.lacksOption(member.key, Value(member.value)) }
        }
        guard kept.count < object.members.count else { return self }
        guard !kept.isEmpty else { return nil }
        return with(JSONNode(value: .object(JSONObject(kept)), position: json.position), path: path)
    }
}

extension ImageFormat {
    /// Returns whether other formats have a save option, but this format does not.
    fileprivate func lacksOption(_ name: String, _ value: Value) -> Bool {
        if case .notInFormat? = SaveOption.problem(name, value, format: self) { true } else { false }
    }
}
