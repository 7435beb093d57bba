import ArgumentParser
import DjangoImport
import Operations

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints what is installed and active: versions, formats, confinement, limits, state.",
        discussion: """
            Uses the settings of a registry if there is one, otherwise the defaults. Writes nothing. Exits with 1 if \
            no image can be made, because the worker is not found or does not run, or because the system does not \
            support "sandbox": "required".
            """
    )

    @OptionGroup var registryOption: RegistryOption

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let diagnosis = Diagnosis(registry: registryOption.registry, environment: processEnvironment)
        if json {
            StandardStream.output.writeLine(diagnosis.json(version: ImageKitCommand.version).text)
        } else {
            let width = diagnosis.lines.map(\.subject.count).max() ?? 0
            for (subject, text) in diagnosis.lines {
                let padding = String(repeating: " ", count: width - subject.count)
                StandardStream.output.writeLine("\(subject)\(padding)  \(text)".oneLine)
            }
        }
        if !diagnosis.isSound { throw ExitStatus.incomplete.code }
    }
}

extension Diagnosis {
    fileprivate typealias Line = (subject: String, text: String)

    fileprivate var lines: [Line] {
        var lines: [Line] = [
            ("imagekit", ImageKitCommand.version), ("registry", registry), ("worker", worker ?? "not found"),
        ]
        if let failure { lines.append(("", failure)) }
        if let libvips {
            lines.append(("libvips", libvips.version + (libvips.folder.map { " in \($0)" } ?? "")))
            lines.append(("reads", libvips.read.joined(separator: ", ")))
            lines.append(("writes", libvips.written.joined(separator: ", ")))
        }
        lines.append(
            (
                "sandbox",
                "\(sandbox): " + (protection.isEmpty ? "nothing is in force" : protection.joined(separator: ", "))
            )
        )
        lines += obstacles.map { ("", $0) }
        if let readable { lines.append(("readable", readable.joined(separator: ", "))) }
        lines += limits.map { ($0.name, $0.value) }
        return lines + [("state", state)]
    }
}
