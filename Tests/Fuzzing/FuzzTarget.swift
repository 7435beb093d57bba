/// The code that is tested with arbitrary bytes: parsers of untrusted bytes, and the JPEG encoder. libFuzzer runs each
/// target for an hour, and a test runs each target with the inputs of the corpus.
enum FuzzTarget: String, CaseIterable {
    /// Reads a registry.
    case registry
    /// Compiles and matches glob patterns.
    case glob
    /// Reads the header of an image without libvips.
    case header
    /// Decodes a JPEG into planes.
    case jpeg
    /// Encodes planes as a JPEG and decodes it.
    case encoder
    /// Hides secrets in messages.
    case secrets
    /// Replaces the images of a page.
    case html
    /// Expands the tags of a template.
    case template
    /// Reads the target of an HTTP request.
    case request

    /// - Throws: the invariant that the input violates. An input that traps ends the process instead.
    func run(_ bytes: [UInt8]) throws(FuzzError) {
        switch self {
        case .registry: try RegistryInput.run(bytes)
        case .glob: try GlobInput(bytes)?.run()
        case .header: try HeaderInput.run(bytes)
        case .jpeg: try JPEGInput.run(bytes)
        case .encoder: try EncoderInput(bytes)?.run()
        case .secrets: try SecretsInput(bytes)?.run()
        case .html: try HTMLInput.run(bytes)
        case .template: try TemplateInput.run(bytes)
        case .request: try RequestInput.run(bytes)
        }
    }
}

/// An invariant is violated.
struct FuzzError: Error {
    let description: String
}

func require(_ condition: Bool, _ description: @autoclosure () -> String) throws(FuzzError) {
    guard condition else { throw FuzzError(description: description()) }
}
