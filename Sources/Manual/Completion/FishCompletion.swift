/// The completion script for fish.
struct FishCompletion {
    let command: CommandDeclaration

    var text: String {
        let commands = command.subcommands.map { command in
            "complete -c imagekit -n __fish_use_subcommand -f -a \(command.name) -d \(quoted(command.abstract))\n"
        }
        return """
            # Completion of imagekit for fish. Generated from the declarations of the commands: run make generate.

            function __imagekit_ids
                set -l words (commandline -opc)
                set -l registry
                for index in (seq (count $words))
                    if contains -- $words[$index] -r --registry
                        set registry -r $words[(math $index + 1)]
                    end
                    if string match -q -- '--registry=*' $words[$index]
                        set registry $words[$index]
                    end
                end
                imagekit generator-ids $registry 2>/dev/null
            end

            complete -c imagekit -n __fish_use_subcommand -f -l version -d 'Show the version'
            \(commands.joined())\(command.subcommands.flatMap(lines).joined())
            """
    }

    private func lines(_ command: CommandDeclaration) -> [String] {
        let start = "complete -c imagekit -n '__fish_seen_subcommand_from \(command.name)'"
        let positional = command.positionals.first.map { CompletedValue($0) } ?? .nothing
        let options = command.options.map { option in
            let value = option.kind == .option ? " -r\(CompletedValue(option).fish)" : ""
            return "\(start) \(option.names.map(flag).joined(separator: " "))\(value) -d \(quoted(option.summary))\n"
        }
        return ["\(start)\(positional.fish)\n"] + options
    }

    private func flag(_ name: String) -> String {
        name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())"
    }

    private func quoted(_ text: String) -> String {
        "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
    }
}

extension CompletedValue {
    fileprivate var fish: String {
        switch self {
        case .nothing: " -f"
        case .files: " -F"
        case .folders: " -f -a '(__fish_complete_directories)'"
        case .generatorIDs: " -f -a '(__imagekit_ids)'"
        case .words(let words): " -f -a '\(words.joined(separator: " "))'"
        }
    }
}
