import Foundation
import Testing

/// The path of a C compiler; nil if no compiler is installed, or if the system is not Linux.
#if os(Linux)
    private let compiler = ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/gcc"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
#else
    private let compiler: String? = nil
#endif

/// File systems without some kinds of locks, or without shared memory. A library that is loaded before the C library
/// simulates them. `make stress` does the same with more errors.
@Suite(.enabled(if: compiler != nil, "needs Linux and a C compiler"))
struct FileSystemSupportTests {
    /// Returns a site, and an environment in which the file system of the site does not support some calls.
    /// - Parameter calls: the names of the calls that fail, separated by commas: `flock`, `lock` (locks of bytes), and
    ///   `map` (shared memory).
    private func site(without calls: String) throws -> (site: Site, environment: [String: String]) {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        let source = Repository.path + "/Scripts/stress/faults.c"
        let result = try Shell.run("\(compiler ?? "") -shared -fPIC '\(source)' -o faults.so -ldl", in: site)
        try #require(result.exitCode == 0, "\(result.errors)")
        let environment = [
            "LD_PRELOAD": site.path("faults.so"), "FAULT_CALL": calls, "FAULT_BELOW": site.path("media"),
            "FAULT_ERRNO": "\(ENOSYS)", "FAULT_FROM": "1",
        ]
        return (site, environment)
    }

    private static let state = "media/CACHE/images/.imagekit/state.sqlite3"

    @Test(arguments: ["flock", "lock", "map", "flock,map", "lock,map"])
    func theStateIsKept(_ calls: String) async throws {
        let (site, environment) = try site(without: calls)
        let first = try await site.generate(environment: environment)
        #expect(first.exitCode == 0, "\(first.errors)")
        #expect(first.errors == "")
        #expect(try first.summary()?.generated == 4)
        #expect(site.read(Self.state) != nil)
        // Without the state, the run could not know that only the times of the source changed.
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 2_000_000_000)],
            ofItemAtPath: site.path("media/photos/a.png")
        )
        #expect(try await site.generate(environment: environment).summary()?.fresh == 4)
        let single = try await site.run("thumbnail", "7x", "photos/a.png", environment: environment)
        #expect(single.exitCode == 0, "\(single.errors)")
        #expect(try await site.generate("--check").exitCode == 0)
    }

    /// Without locks, a command does not know whether a journal belongs to a running command. So it keeps the journal.
    @Test func withoutAnyLocksTheJournalsOfOtherCommandsStay() async throws {
        let (site, environment) = try site(without: "flock,lock")
        site.write(
            "specs.json",
            Registries.registry(
                settings: #""MEDIA_ROOT": "media", "notify_django_cache": { "folder": "cache" }"#,
                generators: #""app:small": { "source": "photos", "format": "PNG" }"#
            )
        )
        site.makeFolder("cache")
        let folder = "media/CACHE/images/.imagekit/"
        func journals() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: site.path(folder)).filter { $0.contains("changes") }
        }
        site.write(folder + "django-cache-changes.other", "CACHE/images/photos/gone.png\0")
        #expect(try await site.generate(environment: environment).exitCode == 0)
        #expect(try journals() == ["django-cache-changes.other"])
        #expect(try await site.generate().exitCode == 0)
        #expect(try journals() == [])
    }

    @Test(arguments: ["flock,lock", "flock,lock,map"])
    func withoutAnyLocksNoStateIsKept(_ calls: String) async throws {
        let (site, environment) = try site(without: calls)
        for generated in [4, 0] {
            let result = try await site.generate(environment: environment)
            #expect(result.exitCode == 0, "\(result.errors)")
            #expect(result.errors.contains("has no locks, so no state is kept"))
            #expect(try result.summary()?.generated == generated)
        }
        #expect(site.read(Self.state) == nil)
        let doctor = try await site.run("doctor", environment: environment)
        #expect(doctor.exitCode == 0)
        #expect(doctor.output.contains(#/warning +the file system of .* has no locks, so no state is kept/#))
        #expect(doctor.output.contains(#/state +memory/#))
        let single = try await site.run("thumbnail", "7x", "photos/a.png", environment: environment)
        #expect(single.exitCode == 0, "\(single.errors)")
    }
}
