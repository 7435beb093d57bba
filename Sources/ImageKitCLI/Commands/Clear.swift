import ArgumentParser

struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Deletes images, and forgets failures; the next run makes them anew.",
        discussion: "Patterns match ids as in generateimages. Sources are never touched."
    )

    @OptionGroup var options: RevocationOptions

    func run() throws { try options.run(.clear, done: "deleted") }
}
