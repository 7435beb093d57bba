import Dispatch
import Files
import Queues

/// Extends the lease of a bundle regularly while the images of the bundle are made. This happens on a thread of
/// libdispatch, because the threads of tasks can be busy for longer than the lease.
final class LeaseKeeper {
    private let timer: any DispatchSourceTimer

    init(_ queue: BundleQueue, _ taken: TakenBundle, _ lease: Duration) {
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "imagekit.lease"))
        // If one command fails, there is still time for another command before the lease is over.
        let interval = lease.inSeconds / 3
        timer.schedule(deadline: .now() + interval, repeating: interval)
        // Ignore an error and a lost lease, because the worker can make the images and finish the bundle without the
        // lease.
        timer.setEventHandler { _ = try? queue.extend(taken, lease: lease) }
        timer.resume()
    }

    deinit { timer.cancel() }

    func end() { timer.cancel() }
}
