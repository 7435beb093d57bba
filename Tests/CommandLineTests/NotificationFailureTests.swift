import Foundation
import Testing

/// Tests that the keys in a Django site's cache become correct after a command was killed, or after the server did not
/// answer.
@Suite struct NotificationFailureTests {
    private let site: Site
    private let redis: FakeRedis

    init() throws {
        site = Site(nil)
        redis = try FakeRedis(site.path("redis.sock"))
        site.write(
            "specs.json",
            Registries.registry(
                settings: "\"MEDIA_ROOT\": \"media\", \"notify_django_cache\": \(redis.setting)",
                generators: """
                    "app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" },
                    "other:tiny": { "source": "photos", "processors": [{ "Thumbnail": [5, 4] }], "format": "PNG" }
                    """
            )
        )
        site.writePhotos("a.png", "b.png", "c.png")
    }

    /// The keys that the cache must contain, one for each existing cache file.
    private var expected: Set<String> { Set(site.cacheFiles.keys.map { ":1:imagekit:CACHE/images/\($0)-state" }) }

    private var journals: [String] {
        let folder = site.path("media/CACHE/images/.imagekit")
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix("django-cache-changes") }
    }

    /// Kills a command when it sends a request that the server does not answer.
    private func kill(_ command: String, at request: String) async throws {
        redis.delay(request)
        let result = try await site.run([command, command == "prune" ? "--yes" : "**"]) { [redis] send in
            await redis.arrival()
            try send(.kill)
        }
        #expect(result.exitCode == 128 + SIGKILL)
        redis.delay(nil)
    }

    /// The command is killed after it deleted the files, and before the server confirmed that it deleted their keys.
    @Test(arguments: ["prune", "clear"]) func statesOfAKilledDeletionAreDeletedLater(command: String) async throws {
        #expect(try await site.generate().exitCode == 0)
        let before = redis.states
        #expect(before.count == 6 && before == expected)
        site.remove("media/photos/a.png")
        try await kill(command, at: "DEL")
        // `clear` keeps the images of the removed source.
        #expect(redis.states == before && site.cacheFiles.count == (command == "prune" ? 4 : 2))
        // A run of one generator deletes the keys of all generators.
        #expect(try await site.generate("app:*").exitCode == 0)
        #expect(redis.states == expected && journals == [])
    }

    @Test func pruneAlsoDeletesStatesOfAKilledDeletion() async throws {
        #expect(try await site.generate().exitCode == 0)
        site.remove("media/photos/a.png")
        try await kill("prune", at: "DEL")
        #expect(try await site.run("prune").exitCode == 0)
        #expect(redis.states == expected && redis.states.count == 4 && journals == [])
    }

    /// A key is sent only after the image is durable and recorded. So no image is made again after a kill.
    @Test func statesOfAKilledRunAreWrittenLater() async throws {
        for name in ["b.png", "c.png"] { site.remove("media/photos/" + name) }
        try await kill("generateimages", at: "SET")
        #expect(redis.states.isEmpty)
        let next = try await site.generate()
        #expect(try next.summary()?.generated == 0 && next.summary()?.fresh == 2)
        #expect(redis.states == expected && redis.states.count == 2 && journals == [])
    }

    /// A run that writes the keys of existing images holds the lock of the cache folder, so no command can delete an
    /// image before the key of this image is written.
    @Test func noImageIsDeletedWhileStatesAreWritten() async throws {
        #expect(try await site.generate().exitCode == 0)
        redis.flush()
        redis.delay("SET", .untilRelease)
        let result = try await site.run(["generateimages"]) { [site, redis] _ in
            await redis.arrival()
            let lock = open(site.path("media/CACHE/images/.imagekit/lock"), O_RDONLY | O_CLOEXEC)
            #expect(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0)
            close(lock)
            redis.release()
        }
        #expect(result.exitCode == 0)
        #expect(redis.states == expected && redis.states.count == 6)
    }

    @Test(arguments: ["SET", "EXISTS"]) func aServerThatDoesNotAnswerFailsNoRun(request: String) async throws {
        if request == "EXISTS" { #expect(try await site.generate().exitCode == 0) }
        redis.delay(request)
        let result = try await site.generate("--force")
        #expect(result.exitCode == 0 && result.errors == "")
        #expect(try result.summary()?.generated == 6)
        #expect(result.output.contains("cannot be used: Connection timed out: the site looks for new files itself"))
        redis.delay(nil)
        #expect(try await site.generate("other:*").exitCode == 0)
        #expect(redis.states == expected && redis.states.count == 6 && journals == [])
    }

    @Test func theLastShardWritesLostStates() async throws {
        #expect(try await site.generate().exitCode == 0)
        redis.flush()
        for shard in ["1/2", "2/2"] { #expect(try await site.generate("--shard", shard).exitCode == 0) }
        #expect(redis.states == expected && redis.states.count == 6)
    }

    /// A process in another container can have the same ID. But the journal of this process has another name, and is
    /// locked.
    @Test func journalsOfOtherCommandsStay() async throws {
        #expect(try await site.generate().exitCode == 0)
        let gone = "CACHE/images/photos/gone/0123456789abcdef0123456789abcdef.png"
        let key = ":1:imagekit:\(gone)-state"
        let journal = "media/CACHE/images/.imagekit/django-cache-changes.other"
        site.write(journal, gone + "\0photos/a.png\0")
        redis.insert(key)
        let descriptor = open(site.path(journal), O_RDWR | O_CLOEXEC)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(try await site.generate().exitCode == 0)
        #expect(redis.states.contains(key) && journals.count == 1)
        close(descriptor)
        #expect(try await site.generate().exitCode == 0)
        #expect(redis.states == expected && journals == [])
    }

    /// Earlier versions wrote deletions to a file with another name.
    @Test func deletionsOfAnEarlierVersionAreMade() async throws {
        #expect(try await site.generate().exitCode == 0)
        let gone = "CACHE/images/photos/gone/0123456789abcdef0123456789abcdef.png"
        let file = "media/CACHE/images/.imagekit/django-cache-deletions"
        site.write(file, gone + "\0")
        redis.insert(":1:imagekit:\(gone)-state")
        #expect(try await site.generate().exitCode == 0)
        #expect(redis.states == expected && site.read(file) == nil)
    }

    @Test func clearDeletesTheStatesOfMissingFiles() async throws {
        #expect(try await site.generate().exitCode == 0)
        for name in site.cacheFiles.keys { site.remove("media/CACHE/images/" + name) }
        #expect(redis.states.count == 6)
        #expect(try await site.run("clear", "app:*").exitCode == 0)
        #expect(redis.states.count == 3)
    }
}
