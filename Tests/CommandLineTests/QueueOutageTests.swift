import TestSupport
import Testing

/// `imagekit work` while the server of its queue is not available.
@Suite struct QueueOutageTests {
    private static let remedy = "check that the server runs, and that the address is right"

    /// A worker without a time limit reports each outage once, and its end once.
    @Test(.enabled(if: TestServer.isInstalled("redis-server"))) func aServiceWaitsForTheServer() async throws {
        let site = Site()
        let address = "unix://\(site.path("socket"))"
        let worker = try WorkSession(site, address)
        let rest = "trying again until the server is available: \(Self.remedy)"
        #expect(await worker.message() == "warning: cannot use \(address): No such file or directory; \(rest)")
        let server = try TestServer.redis(at: site.path("socket"))
        #expect(await worker.message() == "warning: \(address) is available again")
        server.stop()
        #expect(await worker.message() == "warning: cannot use \(address): Connection refused; \(rest)")
        let next = try TestServer.redis(at: site.path("socket"))
        #expect(await worker.message() == "warning: \(address) is available again")
        let end = await worker.stop()
        #expect(end.code == 143 && end.messages.isEmpty, "\(end)")
        next.stop()
    }

    /// A worker of a batch gives up after a time, by default after five minutes.
    @Test func aWorkerOfABatchGivesUp() async throws {
        let site = Site()
        let address = "unix://\(site.path("socket"))"
        let worker = try WorkSession(site, address, "--until-empty")
        let cause = "cannot use \(address): No such file or directory"
        #expect(await worker.message() == "warning: \(cause); trying again for 300 s: \(Self.remedy)")
        #expect(await worker.stop().code == 143)
        for options in [["--until-empty"], [], ["--until-empty", "--retry-dead"]] {
            let result = try await site.run(["work", address, "--server-timeout", "0s"] + options) { _ in }
            #expect(result.exitCode == 1 && result.output.isEmpty, "\(result)")
            #expect(result.errors == "error: \(cause); gave up after 0 s: \(Self.remedy), and run the command again\n")
        }
    }

    @Test func aQuietWorkerPrintsNoWarning() async throws {
        let site = Site()
        let address = "unix://\(site.path("socket"))"
        let result = try await site.run("work", address, "--server-timeout", "1s", "--quiet")
        #expect(result.exitCode == 1)
        #expect(result.errorLines.count == 1 && result.errors.hasPrefix("error: cannot use \(address)"), "\(result)")
    }
}
