import Files
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A connection to a server. Each attempt to connect to an address, each read, and each write have a time limit.
package final class SocketStream {
    package enum Endpoint {
        case host(String, port: String)
        case path(String)
    }

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var offset = 0
    private let longestAnswer: Int

    /// - Parameters:
    ///   - milliseconds: the time limit for connecting to an address, for each read, and for each write. The default
    ///     is short, so that a run does not wait long for the cache of a site.
    ///   - longestAnswer: the maximum number of bytes that wait in memory until a whole line or text has arrived. A
    ///     longer line or text is refused, because the server is not trusted. No answer of a cache is longer than the
    ///     default.
    package init(_ endpoint: Endpoint, milliseconds: Int32 = 500, longestAnswer: Int = 1 << 20) throws(Errno) {
        self.longestAnswer = longestAnswer
        switch endpoint {
        case .path(let path): descriptor = try Self.connect(toPath: path, milliseconds)
        case .host(let host, let port): descriptor = try Self.connect(to: host, port, milliseconds)
        }
        var time = timeval()
        time.tv_sec = numericCast(milliseconds / 1000)
        time.tv_usec = numericCast(milliseconds % 1000 * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }

    deinit { close(descriptor) }

    package func write(_ bytes: [UInt8]) throws(Errno) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count >= 0 || Errno.last == .interrupted else { throw Self.error() }
            sent += max(count, 0)
        }
    }

    /// Reads a line and returns it without its end.
    package func readLine() throws(Errno) -> String {
        while true {
            if let end = buffer[offset...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[offset..<end]
                offset = end + 1
                return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            }
            try fill()
        }
    }

    /// Reads and discards bytes.
    package func skip(_ count: Int) throws(Errno) {
        while buffer.count - offset < count { try fill() }
        offset += count
    }

    /// Reads this number of bytes.
    package func read(_ count: Int) throws(Errno) -> [UInt8] {
        while buffer.count - offset < count { try fill() }
        defer { offset += count }
        return Array(buffer[offset..<offset + count])
    }

    private func fill() throws(Errno) {
        buffer.removeFirst(offset)
        offset = 0
        guard buffer.count < longestAnswer else { throw .messageTooLong }
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 {
                buffer += chunk[..<count]
                return
            }
            if count == 0 { throw .connectionReset }
            guard Errno.last == .interrupted else { throw Self.error() }
        }
    }

    /// The error of the last call. The kernel reports the end of a socket's time limit as EAGAIN.
    private static func error() -> Errno { Errno.last == .resourceTemporarilyUnavailable ? .timedOut : .last }

    private static func connect(toPath path: String, _ milliseconds: Int32) throws(Errno) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { throw .fileNameTooLong }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return try withUnsafePointer(to: &address) { pointer throws(Errno) in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address throws(Errno) in
                try connect(AF_UNIX, address, socklen_t(MemoryLayout<sockaddr_un>.size), milliseconds)
            }
        }
    }

    private static func connect(to host: String, _ port: String, _ milliseconds: Int32) throws(Errno) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = streamType
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, port, &hints, &found) == 0 else { throw .addressNotAvailable }
        defer { freeaddrinfo(found) }
        var failure = Errno.addressNotAvailable
        var next = found
        while let entry = next?.pointee {
            do throws(Errno) {
                return try connect(entry.ai_family, entry.ai_addr, entry.ai_addrlen, milliseconds)
            } catch {
                failure = error
            }
            next = entry.ai_next
        }
        throw failure
    }

    #if canImport(Glibc)
        private static let streamType = Int32(SOCK_STREAM.rawValue)
    #else
        private static let streamType = SOCK_STREAM
    #endif

    private static func connect(
        _ family: Int32,
        _ address: UnsafePointer<sockaddr>,
        _ length: socklen_t,
        _ milliseconds: Int32
    ) throws(Errno) -> Int32 {
        let socket = socket(family, streamType, 0)
        guard socket >= 0 else { throw .last }
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        let flags = fcntl(socket, F_GETFL)
        _ = fcntl(socket, F_SETFL, flags | O_NONBLOCK)
        var code: Int32 = 0
        if systemConnect(socket, address, length) != 0 {
            code = errno
            if code == EINPROGRESS { code = wait(for: socket, milliseconds) }
        }
        guard code == 0 else {
            close(socket)
            throw Errno(rawValue: code)
        }
        _ = fcntl(socket, F_SETFL, flags)
        return socket
    }

    /// Waits until a connection is established, and returns the code of its error; zero if there is none.
    private static func wait(for socket: Int32, _ milliseconds: Int32) -> Int32 {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        do throws(Errno) {
            guard try FileDescriptor(rawValue: socket).wait(for: .output, until: end) else { return ETIMEDOUT }
        } catch {
            return error.rawValue
        }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno
    }
}

/// Calls `connect(2)`. Inside of `SocketStream`, a method with the same name hides this function of the system.
private func systemConnect(_ socket: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    connect(socket, address, length)
}
