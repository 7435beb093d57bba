import ImageSpecs
import JSON

/// A generated file of the manual: a page or a completion script.
package struct ManualFile: Sendable {
    /// The path in the repository.
    package let path: String
    package let text: String

    /// Returns all files of the manual.
    /// - Parameters:
    ///   - command: the declarations of the command `imagekit`.
    ///   - exitCodes: each exit code with its meaning.
    ///   - schema: the text of specs.schema.json.
    package static func all(
        _ command: CommandDeclaration,
        exitCodes: [(code: Int32, meaning: String)],
        schema: String
    ) throws -> [ManualFile] {
        let version = ImageKitVersion.current
        let pages =
            [
                ManualPage(tool: command, exitCodes: exitCodes, version: version),
                ManualPage(registry: try JSONText(parsing: schema), version: version),
            ] + command.subcommands.map { ManualPage(subcommand: $0, version: version) }
        return pages.map { ManualFile(path: "Docs/man/\($0.name).\($0.section)", text: $0.text) } + [
            ManualFile(path: "Packaging/completions/imagekit.bash", text: BashCompletion(command: command).text),
            ManualFile(path: "Packaging/completions/_imagekit", text: ZshCompletion(command: command).text),
            ManualFile(path: "Packaging/completions/imagekit.fish", text: FishCompletion(command: command).text),
        ]
    }
}
