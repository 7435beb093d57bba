import Synchronization
import WorkerProtocol

/// Creates pools of worker processes within the limits of the system.
package struct WorkerProcesses: JobRunnerFactory {
    private let environment: [String: String]
    private let reported = ReportedLibVips()

    package init(environment: [String: String]) { self.environment = environment }

    package func availableWorkers(atMost wanted: Int) throws -> Int {
        var count = try ProcessLimits.raised().workers(wanted)
        // imagekit needs some threads for each worker. If the system cannot start them, libdispatch waits forever. So
        // try fewer workers.
        while true {
            do throws(ThreadRoomError) {
                try ThreadRoom.check(forWorkers: count)
                break
            } catch {
                guard count > 1 else { throw error }
                count /= 2
            }
        }
        _ = try WorkerExecutable.find(environment: environment)
        return count
    }

    package func renderer(among known: [Renderer]) -> Renderer? {
        guard let installed = InstalledRenderer(environment: environment) else { return nil }
        return known.first(where: installed.isUnchanged) ?? reported.value.map(installed.renderer) ?? installed.ask()
    }

    package func makeRunner(count: Int, limits: WorkerPool.TimeLimits, confinement: Confinement) throws -> any JobRunner
    {
        let executable = try WorkerExecutable.find(environment: environment)
        return WorkerPool(
            executable: executable,
            count: count,
            limits: limits,
            confinement: confinement,
            identified: reported.set
        )
    }
}

/// The libvips that a worker of this process has reported; nil before the first report. After a report, this process
/// does not need to start a worker only to ask for its libvips.
private final class ReportedLibVips: Sendable {
    private let mutex = Mutex<LibVipsIdentity?>(nil)

    var value: LibVipsIdentity? { mutex.withLock { $0 } }

    @Sendable func set(_ libvips: LibVipsIdentity) { mutex.withLock { $0 = libvips } }
}
