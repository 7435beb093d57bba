import ArgumentParser

extension ImageKitCommand {
    /// The declarations of all commands as JSON, for manual pages and completion scripts.
    package static var declarations: String { _dumpHelp() }

    package static let exitCodes = ExitStatus.allCases.map { (code: $0.rawValue, meaning: $0.meaning) }
}
