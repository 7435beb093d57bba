import Files
import ArgumentParser
import ImageSpecs
import JSON
import Operations
import Planning
import WorkerProtocol

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Prints what a cache file is: its generator, source, spec, and state.",
        discussion: """
            Finds the generator and the source of a cache file by the name of the file. Prints when and why the file \
            was made, whether it is up to date, and what would change it. Writes nothing. Exits with 1 if no generator \
            of the registry makes a file with this name.
            """
    )

    @Argument(help: ArgumentHelp("Name, URL, or path of a cache file, which need not exist.", valueName: "cache file"))
    var cacheFile: String

    @OptionGroup var registryOption: RegistryOption

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let registry = try registryOption.load()
        let match = try registry.cacheFile(cacheFile)
        let explanation = try exitOnError { try Explanation(match) }
        if json {
            StandardStream.output.writeLine(explanation.json { "\(UTCTime(seconds: $0))" }.text)
        } else {
            printAligned(explanation.lines)
        }
    }
}

extension Explanation {
    fileprivate var lines: [SubjectLine] {
        var lines: [SubjectLine] = [("name", name), ("url", url)]
        lines += generators.map { ("generator", $0) }
        if let source = origin.sourceName { lines.append(("source", source)) }
        if let arguments, !arguments.isEmpty { lines.append(("arguments", arguments.joined(separator: " "))) }
        for processor in spec.processors {
            let arguments = JSONText(.dictionary(processor.given)).text
            lines.append(("processor", processor.given.isEmpty ? processor.name : "\(processor.name) \(arguments)"))
        }
        lines.append(("format", spec.format ?? "as the source"))
        if let options = spec.options { lines.append(("options", JSONText(.dictionary(options)).text)) }
        for (name, value) in spec.extensions.changed.sorted(by: { $0.key < $1.key }) {
            lines.append((name, JSONText(value).text))
        }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            lines.append(("field", "\(name) = \(value.map { JSONText($0).text } ?? "missing")"))
        }
        if let quality { lines.append(("quality", "\(quality)")) }
        if let made {
            lines.append(
                ("image", "\(made.width) × \(made.height), \(made.format.rawValue), \(counted(made.bytes, "byte"))")
            )
        }
        if let making { lines.append(("made", "\(UTCTime(seconds: making.time)), reason: \(making.reason)")) }
        if let renderer { lines.append(("renderer", "imagekit \(renderer.imagekit), libvips \(renderer.libvips)")) }
        lines.append(("status", statusText))
        lines += changes.map { ("changes with", $0.text) }
        return lines
    }

    private var statusText: String {
        switch status {
        case .fresh: "up to date"
        case .wanted(.missing): "missing: the next run makes it"
        case .wanted(let reason): "out of date, reason: \(reason.rawValue)"
        case .failed(let failure): "failed: \(failure.code.rawValue): \(failure.message)"
        }
    }
}
