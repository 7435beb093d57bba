import NIOCore
import NIOHTTP1
import NIOPosix
import Serving

/// Serves images over HTTP until its task is cancelled.
package struct HTTPServer: Sendable {
    /// How long the server waits for the last answers after its task is cancelled. Then it closes all connections.
    private static let patience = TimeAmount.seconds(30)
    private static let backlog: Int32 = 1024
    /// The limits of size are the same as in nginx: 8 KB for a header, and 32 KB for all headers.
    private static let headerLimits = {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 8 * 1024
        limits.maxHeaderListSize = 32 * 1024
        limits.maxHeaderFieldCount = 100
        return limits
    }()

    private let configuration: ServerConfiguration

    package init(_ configuration: ServerConfiguration) { self.configuration = configuration }

    /// Runs until the task is cancelled. After that, the server accepts no more connections, and the function returns
    /// when all connections are closed.
    package func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let connections = Connections(ImageService(configuration), configuration)
        let listener: any Channel
        do {
            listener = try await listen(group, connections)
        } catch {
            throw ListenError(configuration.address, error)
        }
        var socketFile: SocketFile?
        if case .unix(let path) = configuration.address { socketFile = SocketFile(bound: path) }
        configuration.report(.listening(address(of: listener)))
        await withTaskCancellationHandler {
            try? await listener.closeFuture.get()
        } onCancel: { [socketFile] in
            socketFile?.remove()
            listener.close(promise: nil)
        }
        await connections.drain(on: group.next(), within: Self.patience)
        try await group.shutdownGracefully()
    }

    private func listen(_ group: MultiThreadedEventLoopGroup, _ connections: Connections) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        AcceptBackoffHandler(), AcceptErrors(connections.warning),
                    ])
                }
            }
            // A client can close its sending side as soon as it has sent its request. So keep the connection open for
            // the answer.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let connection = connections.open(channel) else { throw TooManyConnectionsError() }
                    let decoder = HTTPRequestDecoder(limitConfiguration: Self.headerLimits)
                    try channel.pipeline.syncOperations.addHandlers([
                        HTTPResponseEncoder(), ByteToMessageHandler(decoder), HTTPServerPipelineHandler(),
                        HTTPServerProtocolErrorHandler(), connection,
                    ])
                }
            }
        switch configuration.address {
        case .tcp(let host, let port):
            return try await bootstrap.bind(host: host, port: port).get()
        case .unix(let path):
            return try await bootstrap.withBoundSocket(try SocketFile.bind(path)).get()
        }
    }

    private struct TooManyConnectionsError: Error {}

    /// The address with the actual port. If the configured port is 0, the system chooses the port.
    private func address(of listener: any Channel) -> String {
        guard case .tcp(let host, _) = configuration.address, let port = listener.localAddress?.port else {
            return "\(configuration.address)"
        }
        return "\(ListenAddress.tcp(host: host, port: port))"
    }
}
