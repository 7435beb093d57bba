/// What is known about a processor: its name, arguments, documentation and hash, and the step that it makes.
///
/// Each processor has its definition in a file of its own, which `all` registers. The schema, the documentation and
/// `imagekit processors` are generated from it.
package struct ProcessorDefinition: Sendable {
    package let name: String
    package let chapter: ProcessorChapter
    /// What it does, in a sentence.
    package let summary: String
    /// The size of the image that it makes, if it is not the size of the image that it gets.
    package let resultSize: String?
    /// In PILKit's order.
    package let parameters: [Parameter]
    package let conflicts: [ArgumentConflict]
    package let form: CallForm
    package let example: ProcessorExample
    /// The Python module whose class the hash names.
    let module: String
    let makeStep: @Sendable (ProcessorArguments) throws(ProcessorCallError) -> any Step
    /// Changes the attributes that the hash has of the processor, if they are not its arguments.
    let derive: @Sendable (inout HashAttributes, ProcessorArguments) -> Void

    /// How a call gives arguments.
    package enum CallForm: Sendable {
        /// `{"Name": {"argument": value}}` or `{"Name": [value, value]}`.
        case ordinary
        /// `{"Name": [value, value, …]}`: any number of values for the only parameter.
        case variadic
        /// As `ordinary`, but the array is the value of the first parameter.
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

    package static func named(_ name: String) -> ProcessorDefinition? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
