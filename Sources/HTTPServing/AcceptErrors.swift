import NIOCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reports that the server cannot accept a connection because it has no file descriptor for the connection.
final class AcceptErrors: ChannelInboundHandler {
    typealias InboundIn = Channel

    private let warning: DescriptorWarning

    init(_ warning: DescriptorWarning) { self.warning = warning }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let code = (error as? IOError)?.errnoCode, code == EMFILE || code == ENFILE {
            warning.write("cannot accept a connection: \(String(cString: strerror(code)))")
        }
        context.fireErrorCaught(error)
    }
}
