/// What is fed with bytes that nobody has looked at: by libFuzzer for hours, and by a test with those that were worth
/// keeping.
enum FuzzTarget: String, CaseIterable {
    /// Reading a registry.
    case registry
    /// Patterns of names.
    case glob
    /// What is told of an image before libvips sees it.
    case header
    /// Hiding secrets in messages.
    case secrets

    /// - Throws: what is wrong, where it does not trap.
    func run(_ bytes: [UInt8]) throws(FuzzError) {
        switch self {
        case .registry: try RegistryInput.run(bytes)
        case .glob: try GlobInput(bytes)?.run()
        case .header: try HeaderInput.run(bytes)
        case .secrets: try SecretsInput(bytes)?.run()
        }
    }
}

/// Something that should never be.
struct FuzzError: Error {
    let description: String
}

func require(_ condition: Bool, _ description: @autoclosure () -> String) throws(FuzzError) {
    guard condition else { throw FuzzError(description: description()) }
}
