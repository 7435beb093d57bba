import NIOCore
import Serving
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The open connections of a server, and what they share.
final class Connections: Sendable {
    let service: ImageService
    let log: AccessLog?
    let clock = HeaderClock()

    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var isDraining = false
        var drained: EventLoopPromise<Void>?
    }

    private let limit: Int
    private let state = Mutex(State())

    init(service: ImageService, log: AccessLog?) {
        self.service = service
        self.log = log
        // Each connection can need a second descriptor for a file.
        limit = max(16, Self.descriptorLimit / 3)
    }

    private static var descriptorLimit: Int {
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

    /// - Returns: nil if there are too many connections.
    func open(_ channel: any Channel) -> Connection? {
        let isAccepted = state.withLock { state in
            guard state.open.count < limit, !state.isDraining else { return false }
            state.open[ObjectIdentifier(channel)] = channel
            return true
        }
        guard isAccepted else { return nil }
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

    /// Closes idle connections now and the others after their answer. Returns when all are closed.
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
