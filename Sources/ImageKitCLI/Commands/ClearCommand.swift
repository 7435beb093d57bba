import ArgumentParser

struct ClearCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Deletes images and recorded failures, so that the next run makes the images again.",
        discussion: "Patterns match ids as in generateimages. Sources are never changed."
    )

    @OptionGroup var options: InvalidationOptions

    func run() async throws { try await options.run(.clear, done: "deleted") }
}
