import ArgumentParser

struct Invalidate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Marks images as out of date; the next run makes them again.",
        discussion: "Patterns match ids as in generateimages."
    )

    @OptionGroup var options: InvalidationOptions

    func run() async throws { try await options.run(.invalidate, done: "invalidated") }
}
