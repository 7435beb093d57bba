/// The completion script for zsh. Users copy it as `_imagekit` to a folder in `fpath`.
struct ZshCompletion {
    let command: CommandDeclaration

    var text: String {
        let commands = command.subcommands.map { "        \(quoted("\($0.name):\($0.abstract)"))\n" }.joined()
        return """
            #compdef imagekit
            # Completion of imagekit for zsh. Generated from the declarations of the commands: run make generate.

            _imagekit_ids() {
                local -a ids registry
                local index=${words[(I)(-r|--registry)]}
                ((index)) && registry=(-r ${(Q)words[index + 1]})
                index=${words[(I)--registry=*]}
                ((index)) && registry=(${(Q)words[index]})
                ids=(${(f)"$(imagekit generator-ids $registry 2>/dev/null)"})
                compadd -a ids
            }

            _imagekit() {
                local curcontext=$curcontext state line
                local -a commands
                commands=(
            \(commands)    )
                _arguments -C '1:command:->command' '*::argument:->argument' '--version[\(versionHelp)]' && return
                case $state in
                command) _describe command commands ;;
                argument)
                    case $line[1] in
                    help) _describe command commands ;;
            \(command.subcommands.map(branch).joined())        esac
                    ;;
                esac
            }

            _imagekit "$@"

            """
    }

    private var versionHelp: String { command.options.first { $0.names.contains("--version") }?.summary ?? "" }

    private func branch(_ command: CommandDeclaration) -> String {
        let options = command.options.map(specification)
        let positionals = command.positionals.map { argument in
            "\(argument.isRepeating ? "*" : ""):\(argument.valueName):\(CompletedValue(argument).zsh)"
        }
        let lines = (options + positionals).map { " \\\n                \(quoted($0))" }
        return "        \(command.name))\n            _arguments\(lines.joined()) ;;\n"
    }

    /// Returns a specification such as `(-r --registry)'{-r,--registry}'[help]:path:_files`.
    private func specification(_ option: ArgumentDeclaration) -> String {
        let help = "[\(option.summary.escaping(["\\", "[", "]", ":"]))]"
        let value = option.kind == .option ? ":\(option.valueName.escaping([":"])):\(CompletedValue(option).zsh)" : ""
        let repeated = option.isRepeating ? "*" : ""
        guard option.names.count > 1, !option.isRepeating else {
            return repeated + (option.names.last ?? "") + help + value
        }
        return "(\(option.names.joined(separator: " ")))'{\(option.names.joined(separator: ","))}'\(help)\(value)"
    }

    /// Quotes a text for the shell, except the braces that `specification` returns, because the shell must expand these
    /// braces.
    private func quoted(_ text: String) -> String {
        let parts = text.components(around: "'{", "}'")
        return parts.map { $0.isBraces ? "{\($0.text)}" : "'\($0.text.replacing("'", with: "'\\''"))'" }.joined()
    }
}

extension CompletedValue {
    fileprivate var zsh: String {
        switch self {
        case .nothing: ""
        case .files: "_files"
        case .folders: "_files -/"
        case .generatorIDs: "_imagekit_ids"
        case .words(let words): "(\(words.map { $0.escaping([":"]) }.joined(separator: " ")))"
        }
    }
}

extension String {
    fileprivate func escaping(_ characters: Set<Character>) -> String {
        String(flatMap { characters.contains($0) ? ["\\", $0] : [$0] })
    }

    fileprivate func components(around open: String, _ close: String) -> [(text: String, isBraces: Bool)] {
        guard let start = firstRange(of: open) else { return [(self, false)] }
        let rest = self[start.upperBound...]
        guard let end = rest.firstRange(of: close) else { return [(self, false)] }
        return [
            (String(self[..<start.lowerBound]), false), (String(rest[..<end.lowerBound]), true),
            (String(rest[end.upperBound...]), false),
        ]
    }
}
