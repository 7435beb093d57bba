import JSON

/// A command as ArgumentParser describes it (`--experimental-dump-help`).
package struct CommandDeclaration: Sendable {
    let name: String
    let abstract: String
    let discussion: String
    let arguments: [ArgumentDeclaration]
    /// The subcommands that the help lists, except `help`.
    let subcommands: [CommandDeclaration]

    /// - Parameter text: the JSON of ArgumentParser.
    package init(parsing text: String) throws { self.init(try JSONText(parsing: text)["command"] ?? .null) }

    private init(_ json: JSONText) {
        name = json["commandName"]?.string ?? ""
        abstract = json["abstract"]?.string ?? ""
        discussion = json["discussion"]?.string ?? ""
        arguments = (json["arguments"]?.elements ?? []).filter(\.isShown).map(ArgumentDeclaration.init)
        subcommands = (json["subcommands"]?.elements ?? []).filter(\.isShown).map(CommandDeclaration.init)
            .filter { $0.name != "help" }
    }

    var options: [ArgumentDeclaration] { arguments.filter { $0.kind != .positional } }
    var positionals: [ArgumentDeclaration] { arguments.filter { $0.kind == .positional } }
}

extension JSONText {
    fileprivate var isShown: Bool { self["shouldDisplay"] != false }
}
