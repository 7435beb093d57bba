/// The completion script for bash. The script works without the package bash-completion.
struct BashCompletion {
    let command: CommandDeclaration

    var text: String {
        let commands = command.subcommands.map(\.name).joined(separator: " ")
        return """
            # Completion of imagekit for bash. Generated from the declarations of the commands: run make generate.

            # The first argument contains one value per line.
            _imagekit_reply() {
                local values=$1 current=$2 prefix= value
                # bash treats colons as the end of a word, but ids contain colons. So remove the part before the last colon.
                [[ $current == *:* && $COMP_WORDBREAKS == *:* ]] && prefix=${current%"${current##*:}"}
                COMPREPLY=()
                case $values in
                # readline completes paths itself, because it knows how to quote them.
                @files) compopt -o default ;;
                @folders) compopt -o dirnames ;;
                @nothing) ;;
                *)
                    # Do not use compgen -W, because it runs the commands in a value such as $(reboot). Quote each
                    # value, because an id can contain any character.
                    while IFS= read -r value; do
                        [[ -n $value && $value == "$current"* ]] || continue
                        printf -v value %q "${value#"$prefix"}"
                        COMPREPLY+=("$value")
                    done <<<"$values"
                    ;;
                esac
            }

            _imagekit() {
                local line=${COMP_LINE:0:COMP_POINT} words i
                read -ra words <<<"$line"
                [[ $line == *[[:space:]] ]] && words+=("")
                local count=${#words[@]} command=${words[1]} registry=()
                local current=${words[count - 1]} previous=${words[count - 2]} values=
                if [[ $current == --*=* ]]; then
                    previous=${current%%=*}
                    current=${current#*=}
                fi
                if ((count <= 2)) || [[ $command == help ]]; then
                    values='\(commands) help --help --version'
                    _imagekit_reply "${values// /$'\\n'}" "$current"
                    return
                fi
                local options= valued= positional=@nothing further=@nothing plain=0
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
                if [[ $values == @ids ]]; then
                    values=$("${words[0]}" generator-ids "${registry[@]}" 2>/dev/null)
                else
                    values=${values// /$'\\n'}
                fi
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
