import ArgumentParser
import Operations

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Prints what is installed and active: paths, permissions, versions, codecs, confinement, limits.",
        discussion: """
            Uses the settings of a registry if there is one, otherwise the defaults. To find missing codecs, decodes \
            a tiny JPEG, PNG, WebP, TIFF, AVIF, and HEIC, and encodes a tiny picture in each format that is written \
            with libvips. For the formats of allow_loaders, checks only that libvips has the loader. Writes nothing. \
            If images cannot be made, prints the reasons and exits with 1. Possible reasons: the registry is not \
            valid, the sources of a group cannot be read, this user cannot write to the cache folder, or the worker \
            does not run.
            """
    )

    @OptionGroup var registryOption: RegistryOption

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let diagnosis = Diagnosis(
            registry: registryOption.registry,
            isUntrusted: registryOption.isUntrusted,
            environment: processEnvironment
        )
        if json {
            StandardStream.output.writeLine(diagnosis.json(version: ImageKitCommand.version).text)
        } else {
            printAligned(diagnosis.lines)
        }
        if !diagnosis.isSound { throw ExitStatus.incomplete.code }
    }
}

extension Diagnosis {
    fileprivate var lines: [SubjectLine] {
        var lines: [SubjectLine] = [
            ("imagekit", ImageKitCommand.version), ("registry", registry), ("user", user),
            ("MEDIA_ROOT", mediaRoot.text), ("cache", cacheFolder.text), ("state", state), ("lock", lock),
        ]
        if let tally {
            lines.append(("sources", tally.isCounted ? "\(tally.sources)" : "not counted"))
            if tally.failed > 0 {
                lines.append(
                    (
                        "failures",
                        "\(counted(tally.failed, "source")) failed in earlier runs: see imagekit status --failed"
                    )
                )
            }
        }
        lines.append(("worker", worker ?? "not found"))
        if let libvips {
            lines.append(("libvips", libvips.version + (libvips.folder.map { " in \($0)" } ?? "")))
            lines.append(("reads", libvips.read.joined(separator: ", ")))
            lines.append(("writes", libvips.written.joined(separator: ", ")))
            lines += libvips.missing.map { ("missing", "\($0.format): \($0.reason)") }
        }
        lines.append(
            (
                "sandbox",
                "\(sandbox): " + (protection.isEmpty ? "nothing is in force" : protection.joined(separator: ", "))
            )
        )
        lines += obstacles.map { ("", $0) }
        if let readable { lines.append(("readable", readable.joined(separator: ", "))) }
        lines += limits.map { ($0.name, $0.readable) }
        return lines + warnings.map { ("warning", $0) } + failures.map { ("error", $0) }
    }

    private var lock: String {
        guard !lockHolders.isEmpty else { return "free" }
        return "held by "
            + lockHolders.map { holder in "pid \(holder.process)" + (holder.command.map { " (\($0))" } ?? "") }
            .joined(separator: ", ")
    }
}
