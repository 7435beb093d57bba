import ArgumentParser
import Queues

/// The address of a queue, such as `redis://localhost:6379/1`.
struct QueueArgument {
    let address: QueueAddress

    init(argument: String) throws {
        guard let address = QueueAddress(argument, processEnvironment) else {
            guard argument.hasPrefix("env:"), argument != "env:" else {
                throw ValidationError("write an address such as redis://host:6379/1, or env:NAME")
            }
            let name = String(argument.dropFirst(4))
            let fault = processEnvironment[name] == nil ? "is not set" : "has no address such as redis://host:6379/1"
            throw ValidationError("the variable \(name) \(fault)")
        }
        self.address = address
    }
}
