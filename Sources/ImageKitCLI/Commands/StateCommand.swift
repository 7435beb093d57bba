import ArgumentParser
import CacheState
import Operations
import Registry

struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Merges the states of other machines into the state of this one.",
        discussion: """
            Machines without a common file system have a state each. "imagekit state merge" adds the records of their \
            images to the state of this machine, and removes no record. The images must be in the same bucket, or in \
            this cache folder: a record is ignored if the file in this folder has another content. Run the command \
            while no run uses the other states. Merge only states of machines that you trust. "imagekit generateimages \
            --state" shares the states of machines in a bucket.
            """
    )

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case merge
    }

    @Argument(help: ArgumentHelp("What to do: merge.", valueName: "action"))
    var action: Action

    @Argument(
        help: ArgumentHelp(
            "State files of other machines, folders that contain them, such as copies of .imagekit, or addresses of "
                + "buckets with states, such as s3://bucket/states.",
            valueName: "path"
        )
    )
    var paths: [String]

    @OptionGroup var registryOption: RegistryOption

    @OptionGroup var lock: LockOption

    func validate() throws {
        if paths.contains("") { throw ValidationError("the path of a state is empty.") }
    }

    func run() throws {
        let buckets = try paths.filter { $0.hasPrefix("s3://") }.map(registryWithBucket)
        let files = paths.filter { !$0.hasPrefix("s3://") }
        let registry = try files.isEmpty ? nil : registryOption.load()
        try exitOnError {
            var counts = StateMerge.Counts()
            if let registry {
                var states = OtherStates(registry)
                states.patience = lock.patience
                counts += try states.merge(files, MessageReport())
            }
            for case let states? in buckets.map(SharedStates.init) {
                counts += try states.merge(lock.patience, MessageReport())
            }
            var text = "merged \(counted(counts.taken, "record")), kept \(counts.kept)"
            let unmatched = counts.ignored - counts.inFuture
            if unmatched > 0 { text += ", ignored \(unmatched) that match no file here" }
            if counts.inFuture > 0 {
                text += ", ignored \(counts.inFuture) whose time is in the future: check the clocks of the machines"
            }
            StandardStream.output.writeLine(text)
        }
    }

    /// Returns the registry with this address as the setting for the shared state (`IMAGEKIT_SHARED_STATE`).
    private func registryWithBucket(_ address: String) throws -> Registry {
        let state: SettingAssignment
        do {
            state = try Setting.sharedState.assignment(ofArgument: address)
        } catch {
            throw ValidationError("\(address): \(error).")
        }
        return try registryOption.load(sharedState: state)
    }
}
