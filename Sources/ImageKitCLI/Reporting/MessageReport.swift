import Operations

/// The report of commands that print their results themselves, such as `generateimage`, `html`, and `prune`. It prints
/// only messages.
struct MessageReport: GenerationReport {
    var wantsFresh: Bool { false }
    func image(_ event: ImageEvent) {}
    func problem(_ message: String) { StandardStream.error.report("error", message) }
    func warning(_ message: String, isEveryday: Bool) {
        if !isEveryday || StandardStream.error.isTerminal { StandardStream.error.report("warning", message) }
    }
    func waiting() {
        if StandardStream.error.isTerminal { StandardStream.error.writeLine("waiting for another run to finish") }
    }
    func started(images: Int) {}
}
