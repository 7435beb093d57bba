/// The completion script for bash. The script works without the package bash-completion.
struct BashCompletion {
    let command: CommandDeclaration

    var text: String {
        let commands = command.subcommands.map(\.name).joined(separator: " ")
        return """
            # Completion of imagekit for bash. Generated from the declarations of the commands: run make generate.

            _imagekit_reply() {
                local values=$1 current=$2 prefix=
                # bash treats colons as the end of a word, but ids contain colons. So remove the part before the last colon.
                [[ $current == *:* && $COMP_WORDBREAKS == *:* ]] && prefix=${current%"${current##*:}"}
                case $values in
                @files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
                @folders) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
                @nothing) COMPREPLY=() ;;
                *) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current") ;;
                esac
                COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
            }

            _imagekit() {
                local line=${COMP_LINE:0:COMP_POINT} words i
                read -ra words <<<"$line"
                [[ $line == *[[:space:]] ]] && words+=("")
                local count=${#words[@]} command=${words[1]} registry=()
                local current=${words[count - 1]} previous=${words[count - 2]}
                if [[ $current == --*=* ]]; then
                    previous=${current%%=*}
                    current=${current#*=}
                fi
                if ((count <= 2)) || [[ $command == help ]]; then
                    _imagekit_reply '\(commands) help --help --version' "$current"
                    return
                fi
                local options= valued= values= positional=@nothing further=@nothing plain=0
                case $command in
            \(command.subcommands.map(branch).joined())    esac
                for ((i = 2; i < count - 1; i++)); do
                    case ${words[i]} in
                    -r | --registry) registry=(-r "${words[++i]}") ;;
                    --registry=*) registry=(-r "${words[i]#*=}") ;;
                    -*) [[ " $valued " == *" ${words[i]} "* ]] && ((i++)) ;;
                    *) ((plain++)) ;;
                    esac
                done
                ((plain > 0)) && positional=$further
                if [[ -z $values ]]; then
                    if [[ $current == -* ]]; then values=$options; else values=$positional; fi
                fi
                [[ $values == @ids ]] && values=$("${words[0]}" generator-ids "${registry[@]}" 2>/dev/null)
                _imagekit_reply "$values" "$current"
            }

            complete -F _imagekit imagekit

            """
    }

    private func branch(_ command: CommandDeclaration) -> String {
        let options = command.options.flatMap(\.names).joined(separator: " ")
        let valued = command.options.filter { $0.kind == .option }
        let positionals = command.positionals.map { CompletedValue($0).bash }
        let first = positionals.first ?? "@nothing"
        // The value of all positional arguments after the first. No command declares more than two positional
        // arguments, and only the last one can repeat. So the value comes from the last one.
        let further = command.positionals.last?.isRepeating == true || positionals.count > 1 ? positionals.last : nil
        let branches = valued.map { option in
            "        \(option.names.joined(separator: " | "))) values='\(CompletedValue(option).bash)' ;;\n"
        }
        let choice = branches.isEmpty ? "" : "        case $previous in\n\(branches.joined())        esac\n"
        return """
                \(command.name))
                    options='\(options)'
                    valued='\(valued.flatMap(\.names).joined(separator: " "))'
                    positional='\(first)' further='\(further ?? "@nothing")'
            \(choice)        ;;

            """
    }
}

extension CompletedValue {
    fileprivate var bash: String {
        switch self {
        case .nothing: "@nothing"
        case .files: "@files"
        case .folders: "@folders"
        case .generatorIDs: "@ids"
        case .words(let words): words.joined(separator: " ")
        }
    }
}
