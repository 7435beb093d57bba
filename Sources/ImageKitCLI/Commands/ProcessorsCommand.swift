import ArgumentParser
import JSON
import Reference

struct ProcessorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "processors",
        abstract: "Lists processors with their arguments, defaults, and an example."
    )

    @Flag(help: "Print JSON with the values that each argument accepts.")
    var json = false

    @Argument(help: "Describe only this processor.")
    var name: String?

    func run() throws {
        guard let name else {
            if json {
                StandardStream.output.writeLine(JSONText.array(ProcessorPage.all.map(\.json)).text)
            } else {
                for processor in ProcessorPage.all { StandardStream.output.writeLine(processor.line) }
            }
            return
        }
        guard let processor = ProcessorPage(named: name) else { throw ValidationError(ProcessorPage.unknown(name)) }
        StandardStream.output.writeLine(json ? processor.json.text : processor.text)
    }
}
