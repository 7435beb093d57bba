extension ManualPage {
    /// The page of a subcommand, such as imagekit-generateimages(1).
    init(subcommand command: CommandDeclaration, version: String) {
        self.init("imagekit-\(command.name)", section: 1, summary: command.abstract.lowercasedAtStart, version: version)
        heading("SYNOPSIS")
        macro("Nm imagekit Cm \(command.name)")
        macro("Op Ar options")
        for argument in command.positionals {
            let value = Self.argument(argument.valueName) + (argument.isRepeating ? " ..." : "")
            macro(argument.isOptional ? "Op Ar \(value)" : "Ar \(value)")
        }
        heading("DESCRIPTION")
        paragraph(command.abstract)
        for part in command.discussion.split(separator: "\n\n") {
            paragraph(part.split(separator: "\n").joined(separator: " "))
        }
        if !command.positionals.isEmpty {
            paragraph("The arguments are as follows:")
            list(command.positionals.map { ("Ar \(Self.argument($0.valueName))", $0.abstract) })
        }
        heading("OPTIONS")
        list(command.options.map { ($0.term, $0.abstract + $0.valuesInWords + $0.defaultInWords) })
        heading("EXIT STATUS")
        paragraph("The exit codes are listed in imagekit(1).")
        heading("SEE ALSO")
        macro("Xr imagekit 1 ,")
        macro("Xr specs.json 5")
    }

    /// The page imagekit(1).
    /// - Parameter exitCodes: each code with its meaning.
    init(tool command: CommandDeclaration, exitCodes: [(code: Int32, meaning: String)], version: String) {
        self.init("imagekit", section: 1, summary: command.abstract.lowercasedAtStart, version: version)
        heading("SYNOPSIS")
        macro("Nm")
        macro("Ar command")
        macro("Op Ar options")
        macro("Nm")
        macro("Fl -help | Fl -version")
        heading("DESCRIPTION")
        paragraph(command.discussion)
        paragraph(
            "The commands are as follows. Each command has its own manual page, such as imagekit-generateimages(1)."
        )
        list(command.subcommands.map { ("Cm \($0.name)", $0.abstract) })
        environment()
        files()
        heading("EXIT STATUS")
        list(exitCodes.map { ("\($0.code)", $0.meaning) })
        heading("EXAMPLES")
        paragraph("Make every image that is missing or out of date:")
        code("imagekit generateimages")
        paragraph("Print an <img> tag for one image:")
        code("imagekit generateimage myapp:thumbnail photos/bulldog.jpg")
        heading("SEE ALSO")
        for name in command.subcommands.map(\.name).sorted() { macro("Xr imagekit-\(name) 1 ,") }
        macro("Xr vips 1 ,")
        macro("Xr specs.json 5")
    }
}

extension ArgumentDeclaration {
    /// The term in the list of options, such as `Fl r , -registry Ar path`.
    fileprivate var term: String {
        let value = kind == .option ? " Ar \(ManualPage.argument(valueName))" : ""
        return names.map { "Fl \($0.dropFirst())\(value)" }.joined(separator: " , ")
    }

    fileprivate var valuesInWords: String {
        values.isEmpty ? "" : " One of \(values.joined(separator: ", "))."
    }

    /// The help of a flag already names its default.
    fileprivate var defaultInWords: String {
        guard kind == .option, let defaultValue else { return "" }
        return " Default: \(defaultValue)."
    }
}

extension String {
    /// The text for the macro `.Nd`, whose argument starts with a lowercase letter.
    fileprivate var lowercasedAtStart: String { prefix(1).lowercased() + dropFirst() }
}
