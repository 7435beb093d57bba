import Foundation
import Testing

/// `imagekit state merge`: machines without a common file system.
@Suite struct StateMergeTests {
    private static let registry = #"""
        { "settings": { "MEDIA_ROOT": "media" },
          "source_groups": { "photos": { "glob": "photos/*.png" } },
          "generators": { "g": { "source": "photos", "processors": [{ "ResizeToFit": { "width": 20 } }] } } }
        """#

    private static func machine() -> Site {
        let site = Site(registry)
        for index in 0..<8 { site.write("media/photos/\(index).png", samplePNG(width: 40, height: 30, seed: index)) }
        return site
    }

    @Test(.enabled(if: ObjectServer.isInstalled, "python3 is not installed"))
    func machinesWithOneBucketShareTheirRecords() async throws {
        let server = try ObjectServer()
        let environment = server.environment.merging(["IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket/site"]) { $1 }
        let machines = [Self.machine(), Self.machine()]
        for (index, machine) in machines.enumerated() {
            let result = try await machine.generate("--shard", "\(index + 1)/2", environment: environment)
            #expect(result.exitCode == 0, "\(result.errors)")
        }
        #expect(server.objects.count == 8)
        let merged = try await machines[0].run(
            "state",
            "merge",
            machines[1].path("media/CACHE/images"),
            environment: environment
        )
        #expect(merged.exitCode == 0 && merged.output.hasPrefix("merged "), "\(merged)")
        // The state has the records of all images now, so a run of all sources sends no request.
        server.clearLog()
        let run = try await machines[0].run("generateimages", "--manifest", "m.json", environment: environment)
        #expect(run.exitCode == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run)")
        #expect(try server.requests().isEmpty)
        #expect(machines[0].text("m.json")?.components(separatedBy: "\"width\":20").count == 9)
        // The state of the folder describes another storage than the bucket.
        let other = Self.machine()
        #expect(try await other.generate().exitCode == 0)
        let refused = try await machines[0].run(
            "state",
            "merge",
            other.path("media/CACHE/images/.imagekit/state.sqlite3"),
            environment: environment
        )
        #expect(refused.exitCode == 1 && refused.errors.contains("does not have the name of a state"), "\(refused)")
    }

    /// The machine has copies of the images, for example because the images were in a folder before.
    @Test(.enabled(if: ObjectServer.isInstalled, "python3 is not installed"))
    func aCopyDoesNotReplaceTheObject() async throws {
        let server = try ObjectServer()
        let environment = server.environment.merging(["IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket/site"]) { $1 }
        let machines = [Self.machine(), Self.machine()]
        try #require(try await machines[0].generate().exitCode == 0)
        try #require(try await machines[1].generate(environment: environment).exitCode == 0)
        try server.remove(server.objects.keys.sorted()[0])
        let theirs = machines[1].path("media/CACHE/images")
        let merged = try await machines[0].run("state", "merge", theirs, environment: environment)
        #expect(merged.output == "merged 7 records, kept 0, ignored 1 that match no file here\n", "\(merged)")
    }

    /// An object was deleted, for example by `prune`, and another one was replaced after the other machine recorded them.
    @Test(.enabled(if: ObjectServer.isInstalled, "python3 is not installed"))
    func imagesThatAreNotInTheBucketAreIgnored() async throws {
        let server = try ObjectServer()
        let environment = server.environment.merging(["IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket/site"]) { $1 }
        let machines = [Self.machine(), Self.machine()]
        try #require(try await machines[1].generate(environment: environment).exitCode == 0)
        let keys = server.objects.keys.sorted()
        try server.remove(keys[0])
        try server.write(keys[1], [1, 2, 3])
        machines[0].makeFolder("media/CACHE/images")
        let theirs = machines[1].path("media/CACHE/images")
        let merged = try await machines[0].run("state", "merge", theirs, environment: environment)
        #expect(merged.output == "merged 6 records, kept 0, ignored 2 that match no file here\n", "\(merged)")
        let wrong = environment.merging(["AWS_SECRET_ACCESS_KEY": "another-secret"]) { $1 }
        let refused = try await machines[0].run("state", "merge", theirs, environment: wrong)
        #expect(refused.exitCode != 0 && refused.errors.contains("SignatureDoesNotMatch"), "\(refused)")
        let run = try await machines[0].generate(environment: environment)
        // A run accepts an object without a record, as it does without a merge.
        #expect(try run.summary()?.generated == 1 && server.objects.keys.contains(keys[0]), "\(run)")
    }

    @Test func copiedFoldersAreMerged() async throws {
        let machines = [Self.machine(), Self.machine()]
        for (index, machine) in machines.enumerated() {
            #expect(try await machine.generate("--shard", "\(index + 1)/2").exitCode == 0)
        }
        let theirs = machines[1].path("media/CACHE/images/.imagekit/")
        let (own, copied) = (machines[0].cacheFiles, machines[1].cacheFiles)
        let ignored = try await machines[0].run("state", "merge", theirs)
        #expect(ignored.exitCode == 0 && ignored.output.contains("ignored \(copied.count)"), "\(ignored)")
        for (name, bytes) in copied { machines[0].write("media/CACHE/images/" + name, bytes) }
        // A file with another content than that of the record.
        let damaged = try #require(copied.keys.min())
        machines[0].write("media/CACHE/images/" + damaged, Array(repeating: 0, count: copied[damaged]?.count ?? 0))
        let merged = try await machines[0].run("state", "merge", theirs)
        #expect(merged.output == "merged \(copied.count - 1) records, kept 0, ignored 1 that match no file here\n")
        let run = try await machines[0].generate()
        #expect(run.exitCode == 0)
        #expect(try run.summary()?.generated == 1, "\(run)")
        #expect(machines[0].cacheFiles == own.merging(copied) { $1 })
    }

    @Test func aFolderWithoutAStateIsAnError() async throws {
        let site = Self.machine()
        let result = try await site.run("state", "merge", site.path("media"))
        #expect(result.exitCode == 1 && result.errors.contains("has no state of this storage"), "\(result)")
        let missing = try await site.run("state", "merge", "machine-1/")
        #expect(missing.exitCode == 1 && missing.errors.hasPrefix("error: machine-1/ is not found: "), "\(missing)")
        #expect(try await site.run("state", "split", "x").exitCode == 64)
    }
}
