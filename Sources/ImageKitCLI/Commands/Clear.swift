import ArgumentParser

struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Deletes images and recorded failures; the next run makes them again.",
        discussion: "Patterns match ids as in generateimages. Sources are never changed."
    )

    @OptionGroup var options: InvalidationOptions

    func run() throws { try options.run(.clear, done: "deleted") }
}
