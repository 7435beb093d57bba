import ArgumentParser

struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Deletes images and recorded failures, so that the next run makes the images again.",
        discussion: "Patterns match ids as in generateimages. Sources are never changed."
    )

    @OptionGroup var options: InvalidationOptions

    func run() throws { try options.run(.clear, done: "deleted") }
}
