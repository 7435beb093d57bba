#if os(Linux)
    import Foundation
    import Testing
    import TestSupport

    @testable import Redis

    /// A signal can arrive while a process connects to a server, for example SIGHUP at `imagekit serve`.
    @Suite struct InterruptedConnectionTests {
        private struct NoSocketError: Error {}

        private func address(_ port: UInt16) -> sockaddr_in {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return address
        }

        private func withAddress<T>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
            withUnsafePointer(to: address(port)) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }

        private func port(of socket: Int32) throws -> UInt16 {
            var address = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let result = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
            }
            guard result == 0 else { throw NoSocketError() }
            return UInt16(bigEndian: address.sin_port)
        }

        private func newSocket(_ flags: Int32 = 0) -> Int32 {
            socket(AF_INET, Int32(SOCK_STREAM.rawValue) | flags, 0)
        }

        @Test func aSignalDoesNotEndTheConnectionToAServer() throws {
            let listener = newSocket()
            defer { close(listener) }
            #expect(withAddress(0) { bind(listener, $0, $1) } == 0 && listen(listener, 0) == 0)
            let port = try port(of: listener)
            // Fill the queue of the listener, so that the next connection has to wait.
            var others: [Int32] = []
            defer { others.forEach { close($0) } }
            for _ in 0..<3 {
                let other = newSocket(Int32(SOCK_NONBLOCK.rawValue))
                _ = withAddress(port) { connect(other, $0, $1) }
                others.append(other)
            }
            let address = try #require(RedisAddress("redis://127.0.0.1:\(port)"))
            let thread = BlockedThread { _ = try RedisConnection(address, milliseconds: 120_000) }
            for _ in 0..<3 { thread.interrupt() }
            let server = BlockedThread {
                while case let client = accept(listener, nil, nil), client >= 0 { close(client) }
            }
            #expect(throws: Never.self) { try thread.value() }
            shutdown(listener, Int32(SHUT_RDWR))
            try server.value()
        }
    }
#endif
