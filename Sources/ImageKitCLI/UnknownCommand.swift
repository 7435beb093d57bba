import ArgumentParser
import Registry

/// A first argument that is not a subcommand. The parser reports it as an unexpected argument, without a suggestion.
struct UnknownCommand: CustomStringConvertible {
    private let word: String

    private static let known = ImageKitCommand.configuration.subcommands.map { $0._commandName }

    /// Returns nil if the arguments start with a subcommand or an option.
    init?(_ arguments: [String]) {
        guard let first = arguments.first, !first.hasPrefix("-"), first != "help", !Self.known.contains(first) else {
            return nil
        }
        word = first
    }

    var description: String {
        let suggestion = Suggestion.clause(for: word, among: Self.known)
        return "There is no command \"\(word)\"" + (suggestion.isEmpty ? "." : suggestion)
    }
}
