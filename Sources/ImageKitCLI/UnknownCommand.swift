import ArgumentParser
import Registry

/// A first argument that is not a subcommand. ArgumentParser only reports an unexpected argument, so this type suggests
/// the most similar subcommand.
struct UnknownCommand: CustomStringConvertible {
    private let word: String

    private static let commands = ImageKitCommand.configuration.subcommands

    /// Returns nil if there are no arguments, or if the first argument is a subcommand or an option. If the first
    /// argument is `help`, the next argument counts, because ArgumentParser ignores an unknown subcommand after `help`.
    init?(_ arguments: [String]) {
        let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
        guard let first = words.first, !first.hasPrefix("-"), first != "help",
            !Self.commands.contains(where: { $0._commandName == first })
        else {
            return nil
        }
        word = first
    }

    var description: String {
        let names = Self.commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
        let suggestion = Suggestion.clause(for: word, among: names)
        return "There is no command \"\(word)\"" + (suggestion.isEmpty ? "." : suggestion)
    }
}
