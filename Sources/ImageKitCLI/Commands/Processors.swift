import ArgumentParser
import Operations
import Registry

struct Processors: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists processors with their arguments, defaults and an example."
    )

    @Argument(help: "Tell more of this one alone.")
    var name: String?

    func run() throws {
        guard let name else {
            for processor in ProcessorReference.all { StandardStream.output.writeLine(processor.line) }
            return
        }
        guard let processor = ProcessorReference(named: name) else {
            throw ValidationError(ProcessorReference.unknown(name))
        }
        StandardStream.output.writeLine(processor.page)
    }
}
