import NIOCore
import Serving
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The open connections of a server, with the objects that these connections share.
final class Connections: Sendable {
    let service: ImageService
    let log: AccessLog?
    let clock = HeaderClock()
    let warning: DescriptorWarning

    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var isDraining = false
        var drained: EventLoopPromise<Void>?
    }

    private let limit: Int
    private let descriptorLimit = Connections.currentDescriptorLimit
    private let state = Mutex(State())

    init(_ service: ImageService, _ configuration: ServerConfiguration) {
        self.service = service
        log = configuration.accessLog
        warning = DescriptorWarning(report: configuration.report)
        // A connection can need two descriptors: one for its socket, and one for the file that it sends or receives.
        // The workers and the state need descriptors too. So permit one connection for each three descriptors, but at
        // least 16 connections.
        limit = max(16, descriptorLimit / 3)
    }

    private static var currentDescriptorLimit: Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }

    var isDraining: Bool { state.withLock(\.isDraining) }

    /// - Returns: nil if there are too many connections, or if the server ends.
    func open(_ channel: any Channel) -> Connection? {
        let isAccepted = state.withLock { state in
            guard state.open.count < limit, !state.isDraining else { return false }
            state.open[ObjectIdentifier(channel)] = channel
            return true
        }
        guard isAccepted else {
            if !isDraining {
                warning.write(
                    "closed a new connection: \(limit) connections are open, one third of the limit of \(descriptorLimit) open files"
                )
            }
            return nil
        }
        service.metrics.connections(changedBy: 1)
        channel.closeFuture.whenComplete { _ in self.closed(channel) }
        return Connection(self)
    }

    private func closed(_ channel: any Channel) {
        service.metrics.connections(changedBy: -1)
        let drained = state.withLock { state in
            state.open[ObjectIdentifier(channel)] = nil
            return state.open.isEmpty ? state.drained : nil
        }
        drained?.succeed()
    }

    /// Closes idle connections at once, and every other connection after its answer. Closes the connections that are
    /// still open after `patience`. Returns when all connections are closed.
    func drain(on loop: any EventLoop, within patience: TimeAmount) async {
        let drained = loop.makePromise(of: Void.self)
        let open = state.withLock { state in
            state.isDraining = true
            state.drained = drained
            return Array(state.open.values)
        }
        if open.isEmpty { drained.succeed() }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(Connection.DrainEvent()) }
        let end = loop.scheduleTask(in: patience) {
            for channel in open { channel.close(promise: nil) }
        }
        try? await drained.futureResult.get()
        end.cancel()
    }
}
