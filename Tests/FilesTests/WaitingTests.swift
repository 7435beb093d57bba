import Foundation
import SystemPackage
import Testing
import TestSupport

@testable import Files

/// Descriptors that cannot be read or written yet.
@Suite struct WaitingTests {
    private let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor)

    init() throws { pipe = try FileDescriptor.pipe() }

    private func close() throws {
        try pipe.readEnd.close()
        try pipe.writeEnd.close()
    }

    @Test func aWaitEndsAfterItsTime() throws {
        #expect(try !pipe.readEnd.wait(for: .input, until: .now + .milliseconds(1)))
        #expect(try pipe.writeEnd.wait(for: .output, until: .now))
        try pipe.writeEnd.writeAll([1])
        #expect(try pipe.readEnd.wait(for: .input, until: .now))
        try close()
    }

    #if os(Linux)
        @Test func aSignalDoesNotEndAWait() throws {
            let readEnd = pipe.readEnd
            let waiter = BlockedThread { try readEnd.wait(for: .input, until: .now + .seconds(600)) }
            for _ in 0..<3 { waiter.interrupt() }
            try pipe.writeEnd.writeAll([1])
            #expect(try waiter.value())
            try close()
        }

        /// Another process that has the same pipe open can set the non-blocking mode, for example `ssh`.
        @Test func aFileIsWrittenToAFullNonBlockingPipe() throws {
            let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
            let writeEnd = pipe.writeEnd
            #expect(fcntl(writeEnd.rawValue, F_SETFL, O_NONBLOCK) == 0)
            let writer = BlockedThread {
                defer { try? writeEnd.close() }
                try writeAtomically(bytes, to: "/dev/fd/\(writeEnd.rawValue)")
            }
            writer.waitUntilAsleep()
            var read: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = try chunk.withUnsafeMutableBytes({ try pipe.readEnd.read(into: $0) }), count > 0 {
                read += chunk[..<count]
            }
            try writer.value()
            #expect(read == bytes)
            try pipe.readEnd.close()
        }
    #endif
}
