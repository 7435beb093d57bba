/// The attributes of a processor's Python object that the hash covers. They are its arguments with their defaults,
/// unless the definition derives other attributes.
struct HashAttributes {
    typealias Attribute = (name: String, write: (inout PickleWriter) -> Void)

    private(set) var all: [Attribute] = []
    private let processor: String

    init(of definition: ProcessorDefinition, given: [String: Value]) {
        processor = definition.name
        let arguments = ProcessorArguments(parameters: definition.parameters, given: given)
        if !definition.isVariadic {
            for parameter in definition.parameters {
                if let value = given[parameter.name] {
                    set(parameter.name, to: value)
                } else {
                    setDefault(parameter.name, to: parameter.fallback ?? .none)
                }
            }
        }
        definition.derive(&self, arguments)
    }

    mutating func set(_ name: String, to value: Value) {
        set(name) { $0.write(value) }
    }

    /// Sets an attribute to a default. A default is the same object in each call, so the pickle refers to its first
    /// occurrence.
    mutating func setDefault(_ name: String, to value: Value) {
        let parameter = "\(processor).\(name)"
        set(name) { $0.writeDefault(value, of: parameter) }
    }

    mutating func set(_ name: String, _ write: @escaping (inout PickleWriter) -> Void) {
        remove(name)
        all.append((name, write))
    }

    mutating func remove(_ name: String) {
        all.removeAll { $0.name == name }
    }
}
