import ArgumentParser

struct InvalidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invalidate",
        abstract: "Marks images as out of date; the next run makes them again.",
        discussion: "Patterns match ids as in generateimages."
    )

    @OptionGroup var options: InvalidationOptions

    func run() async throws { try await options.run(.invalidate, done: "invalidated") }
}
