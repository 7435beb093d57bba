import Subprocess
import Testing
import TestSupport

/// When a run ends, the program of a source group ends too, together with the processes that the program started.
@Suite struct SourceProgramEndTests {
    private func site(_ script: String) -> Site {
        let site = Site(
            #"""
            {"settings": {"MEDIA_ROOT": "media", "allow_exec": true}, "source_groups": {"a": {"command": ["./own.sh"]}},
             "generators": {"a": {"source": "a", "format": "PNG"}}}
            """#
        )
        site.writePhotos("a.png")
        site.makeMailbox("started")
        site.makeExecutable("own.sh", "#!/bin/sh\nexec 3> alive\n\(script)\n")
        return site
    }

    /// A background process that does not inherit the output of the program does not delay the run.
    @Test func whatItLeavesBehindEnds() async throws {
        let site = site("sleep 1000 < /dev/null > /dev/null 2>&1 &\necho photos/a.png")
        let alive = try LifetimePipe(site.path("alive"))
        let result = try await site.generate()
        #expect(result.exitCode == 0)
        #expect(try result.summary()?.generated == 1)
        #expect(await alive.end(), "a process is still running")
    }

    @Test(arguments: [(Signal.terminate, Int32(143)), (.interrupt, 130)])
    func aSignalEndsAllOfIt(_ signal: Signal, _ code: Int32) async throws {
        let site = site("sleep 1000 &\necho ready > started\nwait")
        let alive = try LifetimePipe(site.path("alive"))
        let result = try await site.run(["generateimages"], environment: [:]) { send in
            _ = try await firstLine(ofPipe: site.path("started"))
            try send(signal)
        }
        #expect(result.exitCode == code && result.errors.isEmpty, "\(result)")
        #expect(await alive.end(), "a process is still running")
    }

    /// `nohup` ignores SIGHUP, so that a run continues when its terminal is closed.
    @Test func aHangupDoesNotEndARunOfNohup() throws {
        let site = site("kill -HUP $PPID\necho photos/a.png")
        let result = try Shell.run("nohup \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(site.cacheFiles.count == 1)
    }

    /// If the run is killed, the kernel kills the program.
    @Test func itEndsWithAKilledRun() async throws {
        let site = site("echo ready > started\nexec sleep 1000")
        let alive = try LifetimePipe(site.path("alive"))
        let result = try await site.run(["generateimages"], environment: [:]) { send in
            _ = try await firstLine(ofPipe: site.path("started"))
            try send(.kill)
        }
        #expect(result.exitCode == 137)
        #expect(await alive.end(), "a process is still running")
    }

    /// The program ignores SIGTERM. So the run waits only for a limited time, and the kernel kills the program when the
    /// run ends.
    @Test func aProgramThatIgnoresSignalsEnds() async throws {
        let site = site("trap '' TERM\nsleep 1000 &\necho ready > started\nwhile :; do wait; done")
        let alive = try LifetimePipe(site.path("alive"))
        let result = try await site.run(["generateimages"], environment: [:]) { send in
            _ = try await firstLine(ofPipe: site.path("started"))
            try send(.terminate)
        }
        #expect(result.exitCode == 143)
        #expect(await alive.end(), "a process is still running")
    }
}
