import Foundation
import ImageSpecs
import Testing
import TestSupport

@testable import Registry

/// Tests what `--untrusted-registry` refuses. Each message contains the path of the value.
@Suite struct UntrustedRegistryTests {
    private let folder = TemporaryFolder()

    /// Returns the problems of a registry in the subfolder `site`.
    private func problems(
        _ text: String,
        isUntrusted: Bool = true,
        environment: [String: String] = [:]
    ) -> [String] {
        folder.write("site/specs.json", text)
        folder.write("secret.txt", "secret")
        folder.write("site/names.txt", "a.png")
        var reader = RegistryReader(
            path: folder.path("site/specs.json"),
            environment: ["DATABASE_URL": "postgresql://localhost/x", "IMAGEKIT_MAX_FRAMES": "100000"]
                .merging(environment) { $1 },
            isUntrusted: isUntrusted,
            ask: NoWorker.ask
        )
        do throws(RegistryError) {
            _ = try reader.read(forNamesOnly: false)
            return []
        } catch {
            return error.problems.map { "\($0.path): \($0.message)" }
        }
    }

    private static func group(_ members: String) -> String { #"{"source_groups": {"g": {\#(members)}}}"# }
    private static func settings(_ members: String) -> String { #"{"settings": {\#(members)}}"# }
    private static func processor(_ call: String) -> String {
        #"{"settings": {"allow_exec": true}, "generators": {"a": {"format": "PNG", "processors": [\#(call)]}}}"#
    }

    private static let refused: [(registry: String, path: String, message: String)] = [
        (group(#""list": "/etc/hostname""#), "source_groups.g.list", "is outside"),
        (group(#""list": "../secret.txt""#), "source_groups.g.list", "is outside"),
        (group(#""list": "link.txt""#), "source_groups.g.list", "is outside"),
        (group(#""sqlite": "../site.sqlite3", "query": "SELECT 1""#), "source_groups.g.sqlite", "is outside"),
        (group(#""postgresql": "env:DATABASE_URL", "query": "SELECT 1""#), "source_groups.g.postgresql", "no server"),
        (group(#""command": ["./names.sh"]"#), "source_groups.g.command", "runs no program"),
        (group(#""glob": "*.png", "follow_outside": true"#), "source_groups.g.follow_outside", "outside MEDIA_ROOT"),
        (settings(#""allow_exec": true"#), "settings.allow_exec", "runs no program"),
        (settings(#""MEDIA_ROOT": "..""#), "settings.MEDIA_ROOT", "is outside"),
        (settings(#""MEDIA_ROOT": "/var""#), "settings.MEDIA_ROOT", "is outside"),
        (settings(#""MEDIA_ROOT": "folder""#), "settings.MEDIA_ROOT", "is outside"),
        (
            settings(#""IMAGEKIT_DEFAULT_FILE_STORAGE": {"location": "../out"}, "IMAGEKIT_STATE_DIR": "state""#),
            "settings.IMAGEKIT_DEFAULT_FILE_STORAGE", "is outside"
        ),
        (
            settings(#""IMAGEKIT_DEFAULT_FILE_STORAGE": {"location": "folder/new"}, "IMAGEKIT_STATE_DIR": "state""#),
            "settings.IMAGEKIT_DEFAULT_FILE_STORAGE", "is outside"
        ),
        (settings(#""IMAGEKIT_STATE_DIR": "/var/state""#), "settings.IMAGEKIT_STATE_DIR", "is outside"),
        (settings(#""IMAGEKIT_STATE_DIR": "folder/new/state""#), "settings.IMAGEKIT_STATE_DIR", "is outside"),
        (settings(#""IMAGEKIT_STATE_DIR": "dangling""#), "settings.IMAGEKIT_STATE_DIR", "is outside"),
        (settings(#""IMAGEKIT_SHARED_STATE": "s3://bucket/states""#), "settings.IMAGEKIT_SHARED_STATE", "no server"),
        (settings(#""IMAGEKIT_SPOOL_DIR": "/var/spool""#), "settings.IMAGEKIT_SPOOL_DIR", "is outside"),
        (settings(#""IMAGEKIT_SPOOL_DIR": "folder/new""#), "settings.IMAGEKIT_SPOOL_DIR", "is outside"),
        (
            settings(#""notify_django_cache": {"redis": "redis://host"}"#), "settings.notify_django_cache",
            "an untrusted registry writes to no cache of a site"
        ),
        (settings(#""sandbox": "off""#), "settings.sandbox", "confinement"),
        (settings(#""allow_loaders": ["svg"]"#), "settings.allow_loaders", "no loader"),
        (settings(#""max_pixels": 100000001"#), "settings.max_pixels", "--max-pixels"),
        (settings(#""max_frames": 1000000"#), "settings.max_frames", "--max-frames"),
        (settings(#""max_file_size": "2 GiB""#), "settings.max_file_size", "--max-file-size"),
        (settings(#""max_output_size": "100 GiB""#), "settings.max_output_size", "--max-output-size"),
        (settings(#""max_memory": "100 GiB""#), "settings.max_memory", "--max-memory"),
        (settings(#""timeout": 61"#), "settings.timeout", "--timeout"),
        (processor(#"{"ImageOverlay": ["../secret.png"]}"#), #"generators.a.processors[0].ImageOverlay"#, "is outside"),
        (processor(#"{"exec": ["true"]}"#), #"generators.a.processors[0].exec"#, "runs no program"),
        (processor(#"{"exec": ["true", {"field": "x"}]}"#), #"generators.a.processors[0].exec"#, "runs no program"),
        (#"{"include": "more.json"}"#, "include", "no registry matches"),
        (#"{"include": "linked/*.json"}"#, "include", "no registry matches"),
    ]

    @Test(arguments: refused.indices) func isRefused(_ index: Int) throws {
        let (registry, path, message) = Self.refused[index]
        folder.write("other.json", #"{"source_groups": {"h": {"files": ["a.png"]}}}"#)
        folder.write("site/specs.json", "")
        for (name, target) in [
            ("link.txt", "secret.txt"), ("folder", "."), ("linked", "."), ("more.json", "other.json"),
            ("dangling", "missing"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("site/\(name)"),
                withDestinationPath: folder.path(target)
            )
        }
        let found = problems(registry)
        #expect(found.contains { $0.hasPrefix("\(path): ") && $0.contains(message) }, "\(found)")
    }

    /// A registry is accepted if it uses only files in its folder and lower limits.
    @Test func theRestIsAccepted() {
        let registry = #"""
            {"settings": {"MEDIA_ROOT": "media", "max_pixels": 1000, "timeout": 5, "sandbox": "required", "allow_exec": false},
             "source_groups": {"a": {"list": "names.txt"}, "b": {"sqlite": "site.sqlite3", "query": "SELECT 1"}, "c": {"list": "-"}},
             "generators": {"a": {"source": "a", "format": "PNG", "processors": [{"ImageOverlay": ["logo.png"]}]}}}
            """#
        #expect(problems(registry) == [])
    }

    /// A registry without settings has a cache folder too.
    @Test(arguments: [
        ("{}", "", "CACHE/images"), (#"{"settings": {}}"#, "settings", "CACHE/images"),
        (
            #"{"settings": {"MEDIA_ROOT": "media", "IMAGEKIT_CACHEFILE_DIR": "inner/new"}}"#,
            "settings.IMAGEKIT_CACHEFILE_DIR", "media/inner/new"
        ),
    ])
    func aLinkedCacheFolderIsRefused(_ registry: String, _ path: String, _ cache: String) {
        folder.link("site/CACHE", to: folder.path)
        folder.link("site/media/inner", to: folder.path)
        let message = "the cache folder \(folder.path("site/" + cache)) is outside \(folder.path("site")), "
        let found = problems(registry)
        #expect(found.contains { $0.hasPrefix("\(path): \(message)") }, "\(found)")
    }

    /// `MEDIA_ROOT` comes from the environment and is outside the folder of the registry.
    @Test func aLinkInATrustedMediaRootIsAccepted() {
        folder.link("media/CACHE", to: folder.path)
        let registry = #"{"generators": {"a": {"format": "PNG"}}}"#
        #expect(problems(registry, environment: ["IMAGEKIT_MEDIA_ROOT": folder.path("media")]) == [])
        #expect(problems(registry, environment: ["IMAGEKIT_MEDIA_ROOT": "../media"]) == [])
    }

    @Test func aLoopOfLinksIsRefused() {
        folder.link("site/loop", to: "loop")
        let found = problems(Self.settings(#""IMAGEKIT_STATE_DIR": "loop/new""#))
        let message = "settings.IMAGEKIT_STATE_DIR: \(folder.path("site/loop/new")) is outside"
        #expect(found.contains { $0.hasPrefix(message) }, "\(found)")
    }

    /// Links are accepted if they lead to paths in the folder of the registry, also if these paths do not exist.
    @Test func aLinkInTheFolderIsAccepted() {
        folder.link("site/state", to: "volume/state")
        folder.link("site/CACHE", to: "volume/cache")
        let registry = #"""
            {"settings": {"IMAGEKIT_STATE_DIR": "state/new"}, "generators": {"a": {"format": "PNG"}}}
            """#
        #expect(problems(registry) == [])
    }

    /// A trusted registry may contain all these values, if its settings permit programs.
    @Test func aTrustedRegistryIsNotRestricted() {
        let registry = #"""
            {"settings": {"MEDIA_ROOT": "..", "max_pixels": 1000000000, "allow_exec": true, "allow_loaders": ["svg"]},
             "source_groups": {"a": {"list": "../secret.txt"}, "b": {"command": ["true"]}},
             "generators": {"a": {"format": "PNG", "processors": [{"ImageOverlay": ["../secret.png"]}, {"exec": ["true"]}]}}}
            """#
        #expect(problems(registry, isUntrusted: false) == [])
    }
}
