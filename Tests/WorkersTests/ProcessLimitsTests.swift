import Testing

@testable import Workers

@Suite struct ProcessLimitsTests {
    private static let gibibyte: UInt64 = 1 << 30

    private func limits(
        openFiles: UInt64 = .max,
        addressSpace: UInt64 = .max,
        processes: UInt64 = .max
    ) -> ProcessLimits {
        ProcessLimits(openFiles: openFiles, addressSpace: addressSpace, processes: processes)
    }

    @Test func asManyWorkersAsFit() throws {
        #expect(try limits().workers(500) == 500)
        #expect(try limits(openFiles: 256).workers(2) == 2)
        #expect(try limits(openFiles: 256).workers(64) == 18)
        #expect(try limits(openFiles: 256, processes: 32).workers(64) == 2)
        #expect(try limits(addressSpace: 4 * Self.gibibyte).workers(8) == 8)
    }

    @Test func reportsTheLimitIfNoWorkerCanRun() {
        func error(_ limits: ProcessLimits) -> String {
            do throws(ProcessLimitError) { return "\(try limits.workers(1))" } catch { return error.description }
        }
        #expect(error(limits(openFiles: 43)).hasPrefix("the limit of open files (ulimit -n) is 43, too low"))
        #expect(error(limits(processes: 8)).contains("(ulimit -u) is 8, too low for a worker: raise it to 28 or more"))
        #expect(error(limits(addressSpace: 200 << 20)).contains("(ulimit -v) is 200 MiB"))
        #expect(error(limits(addressSpace: 200 << 20)).hasSuffix("raise it to 1024 MiB or more"))
    }
}
