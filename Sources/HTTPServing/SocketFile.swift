import Files
import NIOCore
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of the Unix socket at which this server listens.
struct SocketFile: Sendable {
    struct NotASocketError: Error {}

    private let path: String
    private let identity: FileIdentity?

    /// - Parameter path: the path to which the socket is bound.
    init(bound path: String) {
        self.path = path
        identity = Self.status(path).map(FileIdentity.init)
    }

    /// Deletes the file, unless another server has replaced it. Call this function before the socket is closed. An open
    /// socket keeps the inode of its file, even of a deleted file, so the file of another server has another inode.
    func remove() {
        guard let identity, Self.status(path).map(FileIdentity.init) == identity else { return }
        unlink(path)
    }

    /// Deletes the socket of a server that no longer runs.
    /// - Throws: `NotASocketError` if the path belongs to another file, and `IOError` with the code `EADDRINUSE` if a
    ///   server listens at the path.
    private static func removeDead(_ path: String) throws {
        guard let status = status(path) else { return }
        guard status.type == .socket else { throw NotASocketError() }
        switch try connectionError(path) {
        case ECONNREFUSED: unlink(path)
        case ENOENT: break
        // EAGAIN means that the queue of a running server is full.
        case 0, EAGAIN: throw IOError(errnoCode: EADDRINUSE, reason: "bind")
        case let code: throw IOError(errnoCode: code, reason: "connect")
        }
    }

    /// Deletes the socket of a server that no longer runs, and binds a new socket to the path. If NIO bound the socket,
    /// NIO would delete the file at the end, even if another server has replaced it.
    /// - Returns: the descriptor of the socket.
    static func bind(_ path: String) throws -> Int32 {
        try removeDead(path)
        let descriptor = try open()
        do {
            let code = try SocketAddress(unixDomainSocketPath: path).withSockAddr { address, size in
                bindAddress(descriptor, address, socklen_t(size)) == 0 ? 0 : errno
            }
            guard code == 0 else { throw IOError(errnoCode: code, reason: "bind") }
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func open() throws -> Int32 {
        #if canImport(Glibc)
            let type = Int32(SOCK_STREAM.rawValue)
        #else
            let type = SOCK_STREAM
        #endif
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    /// Connects to a socket, and closes the connection.
    /// - Returns: the error code; 0 if a server accepts connections.
    private static func connectionError(_ path: String) throws -> Int32 {
        let descriptor = try open()
        defer { close(descriptor) }
        // Do not wait if the queue of the other server is full.
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return try SocketAddress(unixDomainSocketPath: path).withSockAddr { address, size in
            connect(descriptor, address, socklen_t(size)) == 0 ? 0 : errno
        }
    }

    private static func status(_ path: String) -> Stat? { try? Stat(path, followTargetSymlink: false) }
}

/// The function `bind` of the C library. Inside `SocketFile`, the name `bind` means the method of the type.
private let bindAddress: @Sendable (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32 = { bind($0, $1, $2) }
