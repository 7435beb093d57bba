/// The definition of a processor: its name, arguments, documentation, hash, and step.
///
/// Each definition has its own file, and `all` lists them. The schema, the documentation, and the output of `imagekit
/// processors` are generated from the definitions.
package struct ProcessorDefinition: Sendable {
    package let name: String
    package let chapter: ProcessorChapter
    /// The description for the documentation, in Markdown.
    package let summary: String
    /// The size of the resulting image, if it differs from the size of the input.
    package let resultSize: String?
    /// The arguments, in the order of positional arguments. PILKit's processors have PILKit's order.
    package let parameters: [Parameter]
    package let conflicts: [ArgumentConflict]
    package let form: CallForm
    package let example: ProcessorExample
    /// The name of the Python module that contains the processor's class. The hash covers this name.
    let module: String
    let makeStep: @Sendable (ProcessorArguments) throws(ProcessorCallError) -> any Step
    /// Changes the attributes that the hash covers, if the attributes of the Python object differ from the arguments.
    let derive: @Sendable (inout HashAttributes, ProcessorArguments) -> Void

    /// The way in which a call passes its arguments.
    package enum CallForm: Sendable {
        /// `{"Name": {"argument": value}}` or `{"Name": [value, value]}`.
        case ordinary
        /// `{"Name": [value, value, …]}`: any number of values for the only parameter.
        case variadic
        /// A call like `ordinary`, but an array is the value of the first parameter.
        case arrayIsFirst
    }

    init(
        _ name: String,
        in module: String,
        _ chapter: ProcessorChapter,
        _ summary: String,
        resultSize: String? = nil,
        _ parameters: [Parameter],
        conflicts: [ArgumentConflict] = [],
        form: CallForm = .ordinary,
        example: ProcessorExample,
        derive: @escaping @Sendable (inout HashAttributes, ProcessorArguments) -> Void = { _, _ in },
        step: @escaping @Sendable (ProcessorArguments) throws(ProcessorCallError) -> any Step
    ) {
        self.name = name
        self.module = module
        self.chapter = chapter
        self.summary = summary
        self.resultSize = resultSize
        self.parameters = parameters
        self.conflicts = conflicts
        self.form = form
        self.example = example
        self.derive = derive
        makeStep = step
    }

    var isVariadic: Bool { form == .variadic }

    /// Returns the definition of the processor with this name; nil if there is no such processor.
    package static func named(_ name: String) -> ProcessorDefinition? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
