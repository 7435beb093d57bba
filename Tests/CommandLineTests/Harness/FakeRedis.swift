import Foundation
import Synchronization

/// A Redis server for one test. It can keep a command without an answer, so that a test can act while `imagekit` waits.
final class FakeRedis: Sendable {
    /// What the server does with a command.
    enum Delay: Sendable {
        /// The server never executes the command and sends no answer.
        case forever
        /// Until `release`, the server sends the start of the answer, byte by byte. Then it executes the command, and
        /// sends the rest of the answer.
        case untilRelease
    }

    private final class Shared: Sendable {
        struct State {
            var keys: Set<String> = []
            var delayed: (command: String, delay: Delay)?
            var hasArrived = false
            var waiters: [CheckedContinuation<Void, Never>] = []
        }

        let state = Mutex(State())
        let released = DispatchSemaphore(value: 0)
    }

    let path: String
    private let listener: Int32
    private let shared = Shared()

    struct DoesNotStart: Error {}

    init(_ path: String) throws {
        self.path = path
        #if canImport(Glibc)
            listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isBound, listen(listener, 20) == 0 else { throw DoesNotStart() }
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        Thread.detachNewThread { [listener, shared] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                Thread.detachNewThread { Self.serve(client, shared) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// The member `notify_django_cache` of a registry.
    var setting: String { #"{ "redis": "unix://\#(path)" }"# }

    /// All keys, except the mark.
    var states: Set<String> { shared.state.withLock { $0.keys.filter { $0.hasSuffix("-state") } } }

    func insert(_ key: String) { shared.state.withLock { _ = $0.keys.insert(key) } }

    func flush() { shared.state.withLock { $0.keys = [] } }

    /// Delays this command from now on; nil for none.
    func delay(_ command: String?, _ delay: Delay = .forever) {
        shared.state.withLock { $0.delayed = command.map { ($0, delay) } }
    }

    /// Waits until a delayed command arrives.
    func arrival() async {
        await withCheckedContinuation { continuation in
            let hasArrived = shared.state.withLock { state in
                if !state.hasArrived { state.waiters.append(continuation) }
                return state.hasArrived
            }
            if hasArrived { continuation.resume() }
        }
    }

    /// Executes the delayed command, and delays no other command.
    func release() {
        delay(nil)
        shared.released.signal()
    }

    private static func serve(_ client: Int32, _ shared: Shared) {
        guard let input = fdopen(client, "r") else { return }
        defer { fclose(input) }
        while let command = readCommand(input) {
            let delay = shared.state.withLock { state -> (Delay, [CheckedContinuation<Void, Never>])? in
                guard let delayed = state.delayed, delayed.command == command[0] else { return nil }
                state.hasArrived = true
                defer { state.waiters = [] }
                return (delayed.delay, state.waiters)
            }
            var isIntegerStarted = false
            if let (delay, waiters) = delay {
                for waiter in waiters { waiter.resume() }
                guard case .untilRelease = delay else { continue }
                send(command[0] == "SET" ? "+" : ":", to: client)
                isIntegerStarted = true
                // Send a byte every 100 milliseconds, so that no read exceeds its time limit.
                while shared.released.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
                    send(command[0] == "SET" ? "O" : "0", to: client)
                }
            }
            let answer = shared.state.withLock { execute(command, &$0.keys) }
            send(isIntegerStarted ? String(answer.dropFirst()) : answer, to: client)
        }
    }

    private static func execute(_ command: [String], _ keys: inout Set<String>) -> String {
        switch command[0] {
        case "SET":
            keys.insert(command[1])
            return "+OK\r\n"
        case "DEL":
            let count = keys.count
            keys.subtract(command.dropFirst())
            return ":\(count - keys.count)\r\n"
        case "EXISTS": return keys.contains(command[1]) ? ":1\r\n" : ":0\r\n"
        default: return "-ERR unknown command\r\n"
        }
    }

    private static func readCommand(_ input: UnsafeMutablePointer<FILE>) -> [String]? {
        guard let count = readNumber(input, after: "*") else { return nil }
        var words: [String] = []
        for _ in 0..<count {
            guard let length = readNumber(input, after: "$") else { return nil }
            var bytes = [UInt8](repeating: 0, count: length + 2)
            guard fread(&bytes, 1, bytes.count, input) == bytes.count else { return nil }
            words.append(String(decoding: bytes.dropLast(2), as: UTF8.self))
        }
        return words
    }

    private static func readNumber(_ input: UnsafeMutablePointer<FILE>, after sign: Character) -> Int? {
        var buffer = [CChar](repeating: 0, count: 32)
        guard fgets(&buffer, Int32(buffer.count), input) != nil else { return nil }
        let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return line.first == sign ? Int(line.dropFirst().trimmingCharacters(in: .whitespacesAndNewlines)) : nil
    }

    private static func send(_ text: String, to client: Int32) {
        let bytes = Array(text.utf8)
        // A client that was killed does not read the answer.
        _ = bytes.withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
    }
}
