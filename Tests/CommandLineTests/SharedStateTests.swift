import Foundation
import Testing

/// `generateimages --state s3://…`: machines without a common file system share their states in a bucket.
@Suite(.enabled(if: ObjectServer.isInstalled, "python3 is not installed")) struct SharedStateTests {
    private static func machine(
        _ photos: Range<Int> = 0..<8,
        storage: String = "s3://bucket/site",
        group: String = #"{ "glob": "photos/*.png" }"#
    ) -> Site {
        let site = Site(
            #"""
            { "settings": { "MEDIA_ROOT": "media", "IMAGEKIT_DEFAULT_FILE_STORAGE": "\#(storage)", "allow_exec": true },
              "storages": { "s3://bucket": { "acl": "public-read" } },
              "source_groups": { "photos": \#(group) },
              "generators": { "g": { "source": "photos", "processors": [{ "ResizeToFit": { "width": 20 } }] } } }
            """#
        )
        for index in photos { site.write("media/photos/\(index).png", samplePNG(width: 40, height: 30, seed: index)) }
        return site
    }

    private func generate(
        _ site: Site,
        _ server: ObjectServer,
        _ arguments: String...,
        environment: [String: String] = [:]
    ) async throws -> CommandResult {
        let command = ["generateimages", "--state", "s3://bucket/states/", "--log-format", "json"]
        let environment = server.environment.merging(environment) { $1 }
        return try await site.run(command + arguments, environment: environment) { _ in }
    }

    /// The objects with states, without the digits of the bucket of the images.
    private func states(_ server: ObjectServer) -> [String: [UInt8]] {
        let states = server.objects.filter { $0.key.hasPrefix("states/") }
        return Dictionary(states.map { ($0.key.replacing(#/^states\/state-[0-9a-f]{16}\./#, with: ""), $0.value) }) {
            $1
        }
    }

    /// A server that has the images of all photos, and no state.
    private func serverWithImages(_ arguments: [String] = []) async throws -> ObjectServer {
        let (first, server) = (try ObjectServer(), try ObjectServer(arguments))
        let made = try await Self.machine().generate(environment: first.environment)
        #expect(made.exitCode == 0, "\(made)")
        for (key, content) in first.objects { try server.write(key, content) }
        return server
    }

    @Test func machinesShareTheirRecords() async throws {
        let server = try ObjectServer()
        let machines = [Self.machine(), Self.machine()]
        for (index, machine) in machines.enumerated() {
            let result = try await generate(machine, server, "--shard", "\(index + 1)/2")
            #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result)")
        }
        #expect(Set(states(server).keys) == ["1-of-2.sqlite3", "2-of-2.sqlite3"])
        let puts = try server.requests().filter { $0.method == "PUT" && $0.path.contains("/states/") }
        #expect(puts.count == 2 && puts.allSatisfy { $0.headers["x-amz-acl"] == nil })

        // A run without work lists the states, and sends no other request.
        server.clearLog()
        #expect(try await generate(machines[0], server, "--shard", "1/2").exitCode == 0)
        #expect(try server.requestCounts() == ["GET": 1])

        // A shard that continues on another machine downloads only its own state. It lists the states, the images, and
        // its object. Its sources have other times, so the state changes.
        server.clearLog()
        let moved = Self.machine()
        let run = try await generate(moved, server, "--shard", "2/2")
        #expect(try run.summary()?.generated == 0, "\(run)")
        #expect(try server.requestCounts() == ["GET": 3, "OBJECT": 1, "PUT": 1])
        server.clearLog()
        #expect(try await generate(moved, server, "--shard", "2/2").exitCode == 0)
        #expect(try server.requestCounts() == ["GET": 1])

        // A run of all sources has the records of both shards. So it notices that a source has changed.
        let before = states(server)
        let whole = Self.machine()
        whole.write("media/photos/3.png", samplePNG(width: 40, height: 30, seed: 99))
        let all = try await generate(whole, server, "--manifest", "m.json")
        #expect(try all.summary()?.generated == 1 && all.summary()?.fresh == 7, "\(all)")
        #expect(try all.images().map(\.reason) == ["source-changed"])
        #expect(whole.text("m.json")?.components(separatedBy: "\"width\":20").count == 9)
        #expect(Set(states(server).keys) == Set(before.keys).union(["1-of-1.sqlite3"]))
        #expect(states(server).filter { before.keys.contains($0.key) } == before)

        server.clearLog()
        #expect(try await generate(whole, server, "--check").exitCode == 0)
        #expect(try server.requests().isEmpty)
    }

    /// Another run of the same shard ends while this run plans.
    @Test func overlappingRunsOfOneShardLoseNothing() async throws {
        let server = try ObjectServer()
        #expect(try await generate(Self.machine(0..<4), server).exitCode == 0)
        let key = try #require(server.objects.keys.first { $0.hasPrefix("states/") })
        let site = Self.machine(4..<8, group: #"{ "command": ["./sources.sh"] }"#)
        site.write("other.sqlite3", try #require(server.objects[key]))
        try server.remove(key)
        site.makeExecutable(
            "sources.sh",
            "#!/bin/sh\nmv other.sqlite3 '\(server.file(key))'\nfor i in 4 5 6 7; do echo photos/$i.png; done\n"
        )
        let result = try await generate(site, server)
        #expect(result.exitCode == 0, "\(result)")
        let fresh = Self.machine(0..<0)
        let merged = try await fresh.run("state", "merge", "s3://bucket/states", environment: server.environment)
        #expect(merged.output == "merged 8 records, kept 0\n", "\(merged)")
        // This machine does not have the records of the other one yet.
        server.clearLog()
        #expect(try await generate(site, server).exitCode == 0)
        #expect(try server.count("OBJECT") == 1)
    }

    /// A call makes an image while this run waits to merge the object of another machine.
    @Test func recordsFromBeforeAMergeAreUploaded() async throws {
        let server = try ObjectServer()
        let site = Self.machine()
        for machine in [site, Self.machine(0..<9)] {
            #expect(try await generate(machine, server).exitCode == 0)
        }
        let variables = server.environment.map { "\($0)='\($1)'" }.joined(separator: " ")
        let script = """
            export \(variables)
            cd media/CACHE/images/.imagekit && exec 9<lock && flock 9 || exit 99
            "$IMAGEKIT" generateimages --state s3://bucket/states 9<&- &
            for try in $(seq 200); do ls states/* >states.txt 2>/dev/null && break; sleep 0.05; done
            "$IMAGEKIT" thumbnail 10x10 photos/0.png 9<&- || exit 98
            exec 9<&-
            wait $!
            """
        let result = try Shell.run(script, in: site)
        #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result)")
        let fresh = Self.machine(0..<0)
        let merged = try await fresh.run("state", "merge", "s3://bucket/states", environment: server.environment)
        #expect(merged.output == "merged 10 records, kept 0\n", "\(merged)")
    }

    /// The images are in the cache folders of the machines. So a machine cannot use the records of the others, but it
    /// does not remove them from the bucket.
    @Test func recordsOfImagesOnAnotherMachineStayInTheBucket() async throws {
        let server = try ObjectServer()
        let machines = [0..<4, 4..<8].map { Self.machine($0, storage: "site.Storage") }
        for machine in machines {
            let result = try await generate(machine, server)
            #expect(try result.exitCode == 0 && result.summary()?.generated == 4, "\(result)")
        }
        let collected = Self.machine(0..<0, storage: "site.Storage")
        for (name, content) in machines.flatMap(\.cacheFiles) {
            collected.write("media/CACHE/images/" + name, content)
        }
        let merged = try await collected.run("state", "merge", "s3://bucket/states", environment: server.environment)
        #expect(merged.output == "merged 8 records, kept 0\n", "\(merged)")
    }

    /// The first bucket has all records of the site. The second one has only the records of another machine.
    @Test func aSecondBucketGetsAllRecords() async throws {
        let server = try ObjectServer()
        let site = Self.machine()
        #expect(try await generate(site, server).exitCode == 0)
        let command = ["generateimages", "--state", "s3://bucket/second"]
        for machine in [Self.machine(0..<2), site] {
            let result = try await machine.run(command, environment: server.environment) { _ in }
            #expect(result.exitCode == 0, "\(result)")
        }
        let fresh = Self.machine(0..<0)
        let merged = try await fresh.run("state", "merge", "s3://bucket/second", environment: server.environment)
        #expect(merged.output == "merged 8 records, kept 0\n", "\(merged)")
    }

    @Test func anUploadThatLosesARaceIsRepeated() async throws {
        let server = try await serverWithImages(["--fault", "PUT:412:1"])
        let result = try await generate(Self.machine(), server)
        #expect(try result.exitCode == 0 && result.summary()?.fresh == 8, "\(result)")
        #expect(try server.count("PUT") == 2 && states(server).count == 1)
    }

    @Test func aFailedUploadLosesNothing() async throws {
        let server = try await serverWithImages(["--fault", "PUT:403:1"])
        let site = Self.machine()
        let result = try await generate(site, server)
        #expect(try result.exitCode == 1 && result.summary()?.fresh == 8, "\(result)")
        #expect(result.errors.hasPrefix("error: the state is not shared: cannot upload s3://bucket/states/state-"))
        #expect(result.errors.contains("1-of-1.sqlite3: HTTP 403 AccessDenied"), "\(result)")
        #expect(result.errors.hasSuffix("; the next run of this machine shares it\n"), "\(result)")
        #expect(states(server).isEmpty)
        let next = try await generate(site, server)
        #expect(try next.exitCode == 0 && next.summary()?.fresh == 8, "\(next)")
        #expect(states(server).count == 1)
    }

    @Test func aBucketThatIsNotAvailableEndsTheRun() async throws {
        let server = try ObjectServer()
        let site = Self.machine(storage: "site.Storage")
        let wrong = ["AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"]
        let result = try await generate(site, server, environment: wrong)
        #expect(result.exitCode == 1 && result.errors.contains("cannot list s3://bucket/states: "), "\(result)")
        #expect(site.cacheFiles.isEmpty)
        let backend = try await generate(site, server, environment: ["IMAGEKIT_CACHE_BACKEND": "dummy"])
        #expect(backend.exitCode == 1 && backend.errors.contains("set it to sqlite"), "\(backend)")
    }

    /// The state of another shard is reported and left out, and this run replaces its own damaged state.
    @Test(arguments: ["1-of-1", "2-of-2"]) func aDamagedStateIsNotUsed(_ shard: String) async throws {
        let server = try ObjectServer()
        #expect(try await generate(Self.machine(), server).exitCode == 0)
        let key = try #require(server.objects.keys.first { $0.hasPrefix("states/") })
        let damaged = key.replacing("1-of-1", with: shard)
        try server.write(damaged, Array("no database".utf8))
        let result = try await generate(Self.machine(), server)
        #expect(result.exitCode == 0, "\(result)")
        #expect(result.errors.hasPrefix("warning: s3://bucket/\(damaged) is not a state, or is damaged: "), "\(result)")
        let isReplaced = server.objects[damaged] != Array("no database".utf8)
        #expect(isReplaced == (shard == "1-of-1"))
        let merge = ["state", "merge", "s3://bucket/states"]
        let merged = try await Self.machine().run(merge, environment: server.environment) { _ in }
        #expect(merged.exitCode == (isReplaced ? 0 : 1), "\(merged)")
    }

    /// An older version must not replace records that it does not understand.
    @Test(arguments: ["1-of-1", "2-of-2"]) func aNewerStateIsNotReplaced(_ shard: String) async throws {
        let server = try ObjectServer()
        #expect(try await generate(Self.machine(), server).exitCode == 0)
        let key = try #require(server.objects.keys.first { $0.hasPrefix("states/") })
        // The version is at offset 60 of the header, and the seal at 68. A state without a seal is not damaged.
        var newer = try #require(server.objects[key])
        newer.replaceSubrange(60..<64, with: [0, 0, 3, 231])
        newer.replaceSubrange(68..<72, with: [0, 0, 0, 0])
        let changed = key.replacing("1-of-1", with: shard)
        try server.write(changed, newer)
        let result = try await generate(Self.machine(), server)
        #expect(result.exitCode == (shard == "1-of-1" ? 1 : 0), "\(result)")
        #expect(
            result.errors.contains("a newer version of imagekit uploaded s3://bucket/\(changed): update imagekit"),
            "\(result)"
        )
        #expect(server.objects[changed] == newer)
    }

    @Test func aStoppedRunUploadsItsState() async throws {
        let server = try ObjectServer()
        let site = Self.machine(0..<2)
        // The source with the fewest pixels is processed last.
        site.write("media/photos/hang.png", samplePNG(width: 8, height: 8))
        site.makeMailbox("started")
        let environment = server.environment.merging(site.installFakeWorker()) { $1 }
            .merging(["STARTED": site.path("started")]) { $1 }
        let result = try await site.run(
            ["generateimages", "--state", "s3://bucket/states", "--jobs", "1"],
            environment: environment
        ) { send in
            _ = try await firstLine(ofPipe: site.path("started"))
            try send(.terminate)
        }
        #expect(result.exitCode == 143, "\(result)")
        #expect(Set(states(server).keys) == ["1-of-1.sqlite3"])
    }

    @Test func argumentsAreChecked() async throws {
        let server = try ObjectServer()
        let site = Self.machine()
        let empty = try await site.run("state", "merge", "s3://bucket/nothing", environment: server.environment)
        #expect(empty.exitCode == 1 && empty.errors.contains("s3://bucket/nothing has no state"), "\(empty)")
        for arguments in [
            ["state", "merge", "s3://b"], ["generateimages", "--state", "states"],
            ["generateimages", "--state", "s3://bucket", "--enqueue", "redis://localhost"],
        ] {
            let result = try await site.run(arguments, environment: server.environment) { _ in }
            #expect(result.exitCode == 64, "\(result)")
        }
    }

    /// Two servers that other programs wrote.
    @Test(arguments: ObjectServer.Other.allCases.filter(\.isInstalled))
    func anotherServerAcceptsTheRequests(_ other: ObjectServer.Other) async throws {
        let server = try ObjectServer.start(other)
        let machines = [Self.machine(), Self.machine()]
        for _ in 0..<2 {
            for (index, machine) in machines.enumerated() {
                let result = try await generate(machine, server, "--shard", "\(index + 1)/2")
                #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result)")
            }
            // The second time, each shard replaces its object.
            for index in 0..<8 {
                machines.forEach {
                    $0.write("media/photos/\(index).png", samplePNG(width: 40, height: 30, seed: index + 100))
                }
            }
        }
        let fresh = Self.machine(0..<0)
        let merged = try await fresh.run("state", "merge", "s3://bucket/states", environment: server.environment)
        #expect(merged.output == "merged 8 records, kept 0\n", "\(merged)")
    }
}
