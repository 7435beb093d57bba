import ArgumentParser
import Queues

/// The address of a queue, such as `redis://localhost:6379/1`.
struct QueueArgument: ExpressibleByArgument {
    let address: QueueAddress

    init?(argument: String) {
        guard let address = QueueAddress(argument, processEnvironment) else { return nil }
        self.address = address
    }
}
