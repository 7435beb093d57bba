import Foundation

/// A blocking connection to a server, for requests that no HTTP library sends.
final class HTTPConnection: Sendable {
    enum Address: Sendable {
        case tcp(UInt16)
        case unix(String)
    }

    private let descriptor: Int32

    init(_ address: Address) throws {
        switch address {
        case .tcp(let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            try connect(&name)
        case .unix(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            try connect(&name)
        }
        // The time ends a test that would otherwise wait forever.
        var time = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    private func connect<Name>(_ name: inout Name) throws {
        let size = socklen_t(MemoryLayout<Name>.size)
        let result = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.connect(descriptor, $0, size) }
        }
        guard result == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }

    /// Ignores errors, because the server can close a connection whose bytes it refuses.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads up to the end of the connection.
    func readAll() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Reads the given number of bytes.
    func read(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = recv(descriptor, &bytes, count, Int32(MSG_WAITALL))
        return Array(bytes.prefix(max(0, read)))
    }

    func finishWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Writes on another thread, because the server does not read while its client does not read the answers.
    func exchange(_ bytes: [UInt8]) -> [UInt8] {
        Thread.detachNewThread { self.write(bytes) }
        return readAll()
    }
}

/// The answer of a server on a connection.
struct HTTPAnswer: Sendable {
    /// 0 if the server closed the connection without an answer.
    let status: Int
    let head: String
    let body: [UInt8]

    init(_ bytes: [UInt8]) {
        let end = [UInt8]("\r\n\r\n".utf8)
        let split = bytes.firstRange(of: end)
        head = String(decoding: bytes[..<(split?.lowerBound ?? bytes.count)], as: UTF8.self)
        body = Array(bytes[(split?.upperBound ?? bytes.count)...])
        status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(header: String) -> String? {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix(header.lowercased() + ":") {
            return String(line.dropFirst(header.count + 1)).trimmingCharacters(in: .whitespaces)
        }
        return nil
    }
}
