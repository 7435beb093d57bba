/// The checked arguments of a processor's call, including the defaults of missing arguments.
struct ProcessorArguments {
    let parameters: [Parameter]
    /// The arguments by parameter. The arguments of a variadic processor are one tuple.
    let given: [String: Value]

    func value(_ name: String) -> Value {
        given[name] ?? parameters.first { $0.name == name }?.fallback ?? .none
    }

    func number(_ name: String) -> Double { value(name).number ?? 0 }

    func integer(_ name: String) -> Int? { value(name).integer }

    /// Returns a flag. A missing flag without a default is `None`, which is false in Python.
    func flag(_ name: String) -> Bool { value(name).isTruthy }

    func color(_ name: String) -> Color? { Color(value(name)) }

    /// Returns an argument that is required or has a default.
    func read<T>(_ name: String, _ make: (Value) -> T?) throws(ProcessorCallError) -> T {
        guard let result = make(value(name)) else { throw ProcessorCallError([.missingArguments([name])]) }
        return result
    }

    /// Returns the width and the height, for a processor that requires both.
    func size() throws(ProcessorCallError) -> (width: Int, height: Int) {
        guard let width = integer("width"), let height = integer("height") else {
            throw ProcessorCallError([.missingArguments(["width", "height"].filter { integer($0) == nil })])
        }
        return (width, height)
    }

    /// The position that the arguments `x` and `y`, or the argument `anchor`, determine.
    var placement: Placement {
        let (x, y) = (integer("x"), integer("y"))
        guard x != nil || y != nil else { return Placement(value("anchor")) ?? .anchor(.center) }
        return .offset(x: x ?? 0, y: y ?? 0)
    }
}
