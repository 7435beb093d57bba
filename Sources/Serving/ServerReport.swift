import Operations

/// Prints the messages that concern the operator of the server. It does not print the failure of an image, because the
/// client receives the failure as the answer to its request.
struct ServerReport: GenerationReport {
    let print: @Sendable (ServerMessage) -> Void

    var wantsFresh: Bool { false }
    func image(_ event: ImageEvent) {}
    func problem(_ message: String) { print(.error(message)) }
    func warning(_ message: String, isEveryday: Bool) { if !isEveryday { print(.warning(message)) } }
    func waiting() {}
    func started(images: Int) {}
}
