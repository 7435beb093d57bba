import SystemPackage
import Testing

@testable import ImageKitCLI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The signals between the first signal and the exit of a process.
@Suite struct SignalThreadTests {
    private let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor)

    init() throws { pipe = try FileDescriptor.pipe() }

    /// - Parameter signals: the signals that arrive; 0 for the end of the thread.
    private func next(_ signals: [Int32], seconds: Int, ignoresHangups: Bool = true) throws -> Int32? {
        defer {
            try? pipe.readEnd.close()
            try? pipe.writeEnd.close()
        }
        try pipe.writeEnd.writeAll(signals.map { UInt8($0) })
        return SignalThread.next(
            pipe.readEnd,
            after: SIGTERM,
            until: .now + .seconds(seconds),
            ignoresHangups: ignoresHangups
        )
    }

    @Test func anotherSignalEndsTheWait() throws {
        #expect(try next([SIGHUP, SIGHUP, SIGINT], seconds: 600) == SIGINT)
    }

    @Test func aHangupEndsTheWaitUnlessItIsIgnored() throws {
        #expect(try next([SIGHUP, SIGINT], seconds: 600, ignoresHangups: false) == SIGHUP)
    }

    @Test func theEndOfTheWorkEndsTheWait() throws { #expect(try next([SIGHUP, 0], seconds: 600) == nil) }

    /// Otherwise, a process that gets hangups regularly would never end.
    @Test func hangupsDoNotExtendTheTime() throws {
        #expect(try next([SIGHUP, SIGHUP, SIGINT], seconds: 0) == SIGTERM)
    }
}
