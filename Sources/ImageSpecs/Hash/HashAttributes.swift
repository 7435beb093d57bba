/// The attributes that a processor has as a Python object. The hash covers them. They are the arguments, including
/// defaults, with the changes that `derive` of the definition makes.
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

    /// Sets an attribute to the default of its parameter. In Python, all calls share the object of a default. So the
    /// pickle contains a default tuple or string only once, and each later occurrence refers to the first.
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
