import ArgumentParser
import Operations

struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Merges the states of other machines into the state of this one.",
        discussion: """
            Machines without a common file system have a state each. "imagekit state merge" adds the records of their \
            images to the state of this machine, and removes no record. The images must be in the same bucket, or in \
            this cache folder: a record is ignored if the file in this folder has another content. Run it while no run \
            uses the other states. Merge only states of machines that you trust.
            """
    )

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case merge
    }

    @Argument(help: ArgumentHelp("What to do: merge.", valueName: "action"))
    var action: Action

    @Argument(
        help: ArgumentHelp(
            "State files of other machines, or folders that contain them, such as copies of .imagekit.",
            valueName: "path"
        )
    )
    var paths: [String]

    @OptionGroup var registryOption: RegistryOption

    @OptionGroup var lock: LockOption

    func run() throws {
        var states = OtherStates(try registryOption.load())
        states.patience = lock.patience
        try exitOnError {
            let counts = try states.merge(paths, MessageReport())
            let ignored = counts.ignored == 0 ? "" : ", ignored \(counts.ignored) of files that are not here"
            StandardStream.output.writeLine("merged \(counted(counts.taken, "record")), kept \(counts.kept)\(ignored)")
        }
    }
}
