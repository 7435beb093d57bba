import Planning

/// Prints the messages of a request that concern the operator. The failures of images are answers to their requests.
struct ServerReport: GenerationReport {
    let print: @Sendable (ServerMessage) -> Void

    var wantsFresh: Bool { false }
    func image(_ event: ImageEvent) {}
    func problem(_ message: String) { print(.error(message)) }
    func warning(_ message: String, isEveryday: Bool) { if !isEveryday { print(.warning(message)) } }
    func waiting() {}
    func started(images: Int) {}
}
