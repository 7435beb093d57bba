import ArgumentParser

struct Invalidate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has images made again by the next run; until then they stay.",
        discussion: "Patterns match ids as in generateimages."
    )

    @OptionGroup var options: RevocationOptions

    func run() throws { try options.run(.invalidate, done: "invalidated") }
}
