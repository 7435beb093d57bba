import ImageSpecs
import Testing
import WorkerProtocol

@testable import JSON
@testable import Registry

/// Tests how settings are read from the registry, the environment and the command line.
@Suite struct SettingsReaderTests {
    struct Good: CustomTestStringConvertible, Sendable {
        let name: String
        let json: String
        /// The text of the environment variable with the same meaning. It is nil if there is no such text.
        let variable: String?
        let isRead: @Sendable (Settings) -> Bool

        var testDescription: String { "\(name): \(json)" }

        init(_ name: String, _ json: String, _ variable: String?, _ isRead: @escaping @Sendable (Settings) -> Bool) {
            (self.name, self.json, self.variable, self.isRead) = (name, json, variable, isRead)
        }
    }

    struct Bad: CustomTestStringConvertible, Sendable {
        let name: String
        let json: String
        let message: String

        var testDescription: String { "\(name): \(json)" }

        init(_ name: String, _ json: String, _ message: String) {
            (self.name, self.json, self.message) = (name, json, message)
        }
    }

    static let good: [Good] = [
        Good("MEDIA_ROOT", #""media""#, "media") { $0.mediaRoot == "/site/media" },
        Good("MEDIA_ROOT", #""../media/""#, "../media/") { $0.mediaRoot == "/media" },
        Good("MEDIA_ROOT", #""/srv/./media""#, "/srv/./media") { $0.mediaRoot == "/srv/media" },
        Good("MEDIA_URL", #""https://cdn.example/""#, "https://cdn.example/") { $0.mediaURL == "https://cdn.example/" },
        Good("MEDIA_URL", #""/m""#, "/m") { $0.url(of: "a.png") == "/m/a.png" },
        Good("MEDIA_URL", #""""#, nil) { $0.mediaURL == "" },
        Good("IMAGEKIT_CACHEFILE_DIR", #""a//b/""#, "a//b/") { $0.cachefileDir == "a/b" },
        Good("FILE_UPLOAD_PERMISSIONS", #""0640""#, "640") { $0.fileMode.bits == 0o640 },
        Good("FILE_UPLOAD_PERMISSIONS", #""umask""#, "umask") { $0.fileMode == .umask },
        Good("FILE_UPLOAD_DIRECTORY_PERMISSIONS", #""0o775""#, "0775") { $0.folderMode.bits == 0o775 },
        Good("IMAGEKIT_SPEC_CACHEFILE_NAMER", #""hash""#, "hash") { $0.specNamer == .hash },
        Good("IMAGEKIT_CACHEFILE_NAMER", #""imagekit.cachefiles.namers.source_name_dot_hash""#, "source_name_dot_hash")
        {
            $0.cachefileNamer == .sourceNameDotHash
        },
        Good("IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY", #""Optimistic""#, "Optimistic") { $0.strategy == .optimistic },
        Good("IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY", #"{"on_source_saved": "generate"}"#, nil) {
            $0.strategy == .optimistic
        },
        Good("IMAGEKIT_CACHE_BACKEND", #""memory""#, "memory") { $0.cacheBackendKind == .memory },
        Good("IMAGEKIT_CACHE_BACKEND", #""django.core.cache.backends.dummy.DummyCache""#, "dummy") {
            $0.cacheBackendKind == .dummy
        },
        Good("IMAGEKIT_CACHE_TIMEOUT", "0", "0") { $0.cacheTimeout == 0 },
        Good("IMAGEKIT_CACHE_TIMEOUT", "86400", "86400") { $0.cacheTimeout == 86_400 },
        Good("IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT", #""webp""#, "webp") { $0.thumbnailFormat == "webp" },
        Good("IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES", "[1, 1.5]", "1,1.5") {
            $0.thumbnailSrcsetScales.map(\.text) == ["1", "1.5"]
        },
        Good("IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES", "[2, 3]", "2 3") {
            $0.thumbnailSrcsetScales.map(\.factor) == [2, 3]
        },
        Good("allow_exec", "true", nil) { $0.allowExec },
        Good("shared_with_django", "false", "False") { $0.isSharedWithDjango == false },
        Good("max_pixels", "1", "1") { $0.limits.pixels == 1 },
        Good("max_frames", "7", "7") { $0.limits.frames == 7 },
        Good("source_cache_size", #""20GB""#, "20GB") { $0.sourceCacheBytes == 20_000_000_000 },
        Good("max_file_size", "1", "1") { $0.limits.fileBytes == 1 },
        Good("max_output_size", #""2 kB""#, "2 kB") { $0.limits.outputBytes == 2000 },
        Good("max_memory", #""64MiB""#, "64MiB") { $0.limits.memory == 67_108_864 },
        Good("timeout", "0.25", "0.25") { $0.timeout == .milliseconds(250) },
        Good("timeout", "999999", "999999") { $0.timeout == .seconds(999_999) },
        Good("sandbox", #""required""#, "required") { $0.sandbox == .required },
        Good("truncated", #""accept""#, "accept") { $0.limits.truncated == .accept },
        Good("allow_formats", #"["png", "JPEG"]"#, "png,JPEG") { $0.limits.formats == [.jpeg, .png] },
        Good("allow_formats", "[]", nil) { $0.limits.formats == [] },
        Good("allow_loaders", #"["SVG", "jp2k"]"#, "SVG jp2k") {
            $0.limits.formats == [.jpeg, .png, .gif, .webp, .tiff, .bmp, .avif, .heic, .ico, .cur, .jpeg2000, .svg]
        },
        Good("IMAGEKIT_CACHE_PREFIX", #""site:""#, "site:") { $0.cachePrefix == "site:" },
        Good("IMAGEKIT_DEFAULT_CACHEFILE_BACKEND", #""myapp.Queue""#, "myapp.Queue") { _ in true },
        Good("IMAGEKIT_DEFAULT_FILE_STORAGE", #""myapp.Storage""#, "myapp.Storage") {
            $0.storageRoot == $0.mediaRoot && $0.privateFolder == $0.cacheFolder + "/.imagekit"
        },
        Good(
            "IMAGEKIT_DEFAULT_FILE_STORAGE",
            #"{"location": "../public/img", "base_url": "/img"}"#,
            #"{"location": "../public/img", "base_url": "/img/"}"#
        ) {
            $0.cachePath(of: "CACHE/images/a b.png") == "/public/img/CACHE/images/a b.png"
                && $0.url(of: "CACHE/images/a b.png") == "/img/CACHE/images/a%20b.png"
                && $0.privateFolder == "/site/.imagekit"
        },
        Good("IMAGEKIT_SHARED_STATE", #""s3://bucket/a/b/""#, "s3://bucket/a/b") {
            $0.sharedState?.configuration.bucket == "bucket" && $0.sharedState?.configuration.prefix == "a/b"
        },
        Good("IMAGEKIT_SPOOL_DIR", #""../spool""#, "../spool") { $0.spoolFolder == "/spool" },
        Good("IMAGEKIT_STATE_DIR", #""../state/""#, "../state/") { $0.privateFolder == "/state" },
        Good("IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY", "false", "False") { !$0.usesMemcachedSafeCacheKey },
        Good(
            "notify_django_cache",
            #"{"redis": "redis://host/1", "key": "shop:2:{key}", "timeout": 300}"#,
            #"{"redis": "redis://host/1", "key": "shop:2:{key}", "timeout": 300}"#
        ) {
            $0.djangoCache?.server == .redis(.init("redis://host/1")) && $0.djangoCache?.keyTemplate == "shop:2:{key}"
                && $0.djangoCache?.timeout == 300
        },
        Good("notify_django_cache", #"{"memcached": "host:11211"}"#, #"{"memcached": ["host:11211"]}"#) {
            $0.djangoCache?.server == .memcached(["host:11211"]) && $0.djangoCache?.keyTemplate == ":1:{key}"
                && $0.djangoCache?.timeout == nil
        },
        Good("notify_django_cache", #"{"sqlite": "../db.sqlite3", "table": "t", "max_entries": 9}"#, nil) {
            $0.djangoCache?.server == .sqlite("/db.sqlite3") && $0.djangoCache?.table == "t"
                && $0.djangoCache?.maxEntries == 9
        },
        Good("notify_django_cache", #"{"folder": "cache", "table": null}"#, nil) {
            $0.djangoCache?.server == .folder("/site/cache") && $0.djangoCache?.maxEntries == 300
        },
    ]

    @Test(arguments: good) func aValueOfTheRegistryIsRead(_ good: Good) throws {
        let (settings, problems) = try read("{ \"\(good.name)\": \(good.json) }")
        #expect(problems == [])
        #expect(good.isRead(settings))
    }

    @Test(arguments: good.filter { $0.variable != nil }) func aVariableOverridesTheRegistry(_ good: Good) throws {
        let variable = good.name.hasPrefix("IMAGEKIT_") ? good.name : "IMAGEKIT_" + good.name.uppercased()
        let others = #"{ "MEDIA_ROOT": "other", "max_pixels": 5, "max_frames": 5, "timeout": 5, "sandbox": "off" }"#
        let (settings, problems) = try read(others, environment: [variable: try #require(good.variable)])
        #expect(problems == [])
        #expect(good.isRead(settings))
    }

    @Test func everySettingIsTried() {
        #expect(Set(Self.good.map(\.name)) == Set(Setting.all.map(\.name)))
    }

    private static func names(_ formats: [ImageFormat]) -> String {
        formats.map(\.rawValue).joined(separator: ", ")
    }

    private static let cacheFolder =
        "the relative path of a folder below MEDIA_ROOT, or below the location in IMAGEKIT_DEFAULT_FILE_STORAGE"

    private static let loaders = ImageFormat.allCases.compactMap(\.untrustedLoader).joined(separator: ", ")

    @Test(arguments: [
        Bad("MEDIA_ROOT", #"["media"]"#, #"["media"] is not the path of a folder"#),
        Bad("MEDIA_ROOT", #""""#, #""" is not the path of a folder"#),
        Bad("MEDIA_URL", "5", #"5 is not a URL such as "/media/""#),
        Bad("IMAGEKIT_CACHEFILE_DIR", #""/srv/cache""#, #""/srv/cache" is not "# + cacheFolder),
        Bad("IMAGEKIT_CACHEFILE_DIR", #""a/../..""#, #""a/../.." is not "# + cacheFolder),
        Bad("IMAGEKIT_CACHEFILE_DIR", #""./""#, #""./" is not "# + cacheFolder),
        Bad(
            "IMAGEKIT_CACHE_BACKEND",
            #""sqlit""#,
            #""sqlit" is not one of sqlite, memory, dummy — did you mean "sqlite"?"#
        ),
        Bad(
            "IMAGEKIT_STATE_DIR",
            #""CACHE/images/state""#,
            "/site/CACHE/images/state is in the cache folder, /site/CACHE/images, which is published: name a folder "
                + "outside it"
        ),
        Bad(
            "IMAGEKIT_DEFAULT_FILE_STORAGE",
            #""public/img""#,
            #""public/img" is not the address of a bucket, such as "s3://bucket/prefix"; for a folder, write an "#
                + #"object such as {"location": "../public/img", "base_url": "/img/"}"#
        ),
        Bad("IMAGEKIT_CACHE_BACKEND", "1", "1 is not one of sqlite, memory, dummy"),
        Bad("IMAGEKIT_CACHE_PREFIX", "1", "1 is not text"),
        Bad("IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY", #""true""#, #""true" is not true or false: remove the quotes"#),
        Bad(
            "IMAGEKIT_SPEC_CACHEFILE_NAMER",
            #""hush""#,
            #""hush" is not one of source_name_as_path, source_name_dot_hash, hash, source_content_hash, or a template "#
                + #"such as "{dir}/{stem}-{hash:12}.{ext}" — did you mean "hash"?"#
        ),
        Bad(
            "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY",
            "1",
            "1 is not one of JustInTime, Optimistic, or an object of events"
        ),
        Bad(
            "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY",
            #"{"on_save": "generate"}"#,
            #""on_save" is not one of on_source_saved, on_existence_required, on_content_required"#
        ),
        Bad("IMAGEKIT_CACHE_TIMEOUT", "-1", "-1 is not a whole number of seconds, 0 or more"),
        Bad("IMAGEKIT_CACHE_TIMEOUT", "1.5", "1.5 is not a whole number of seconds, 0 or more"),
        Bad(
            "IMAGEKIT_CACHE_TIMEOUT",
            #""300""#,
            #""300" is not a whole number of seconds, 0 or more: remove the quotes"#
        ),
        Bad(
            "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT",
            #""PGN""#,
            #""PGN" is not one of \#(names(ImageFormat.written)) — did you mean "PNG"?"#
        ),
        Bad(
            "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES",
            "[2, 0]",
            "[2, 0] is not a list of pixel densities above 0, such as [2, 3]"
        ),
        Bad(
            "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES",
            "2",
            "2 is not a list of pixel densities above 0, such as [2, 3]"
        ),
        Bad(
            "notify_django_cache",
            #""redis""#,
            #""redis" is not an object such as {"redis": "redis://localhost:6379/1"}"#
        ),
        Bad(
            "notify_django_cache",
            #"{"redis": "redis://a", "memcached": "b"}"#,
            "give one of redis, memcached, sqlite, postgresql, folder"
        ),
        Bad("notify_django_cache", "{}", "give one of redis, memcached, sqlite, postgresql, folder"),
        Bad(
            "notify_django_cache",
            #"{"redis": "rediss://a"}"#,
            #"redis: "rediss://a" is not an address such as "redis://localhost:6379/1", or "env:NAME""#
        ),
        Bad(
            "notify_django_cache",
            #"{"folder": "a", "key": "1"}"#,
            #"key: "1" is not text that contains {key} once"#
        ),
        Bad(
            "notify_django_cache",
            #"{"folder": "a", "timeout": 0}"#,
            "timeout: 0 is not a whole number above 0"
        ),
        Bad("allow_exec", #""yes""#, #""yes" is not true or false"#),
        Bad("allow_exec", "1", "1 is not true or false"),
        Bad("max_pixels", "0", "0 is not a whole number above 0"),
        Bad("max_frames", "1.0", "1.0 is not a whole number above 0"),
        Bad("max_file_size", "0", #"0 is not a number of bytes above 0, such as 1048576, "500MB" or "1GiB""#),
        Bad(
            "max_output_size",
            #""0GB""#,
            #""0GB" is not a number of bytes above 0, such as 1048576, "500MB" or "1GiB""#
        ),
        Bad("max_memory", #""1TB""#, #""1TB" is not a number of bytes above 0, such as 1048576, "500MB" or "1GiB""#),
        Bad("timeout", "0", "0 is not a number of seconds above 0 and below 1000000"),
        Bad("timeout", "1000000", "1000000 is not a number of seconds above 0 and below 1000000"),
        Bad("timeout", #""5m""#, #""5m" is not a number of seconds above 0 and below 1000000"#),
        Bad("sandbox", "true", "true is not one of auto, required, off"),
        Bad("sandbox", #""requird""#, #""requird" is not one of auto, required, off — did you mean "required"?"#),
        Bad(
            "allow_formats",
            #""JPEG""#,
            #""JPEG" is not a list of formats: \#(names(ImageFormat.trusted))"#
        ),
        Bad(
            "allow_formats",
            #"["JPEG", "JPG"]"#,
            #""JPG" is not one of \#(names(ImageFormat.trusted)) — did you mean "JPEG"?"#
        ),
        Bad("allow_loaders", #"["png"]"#, #""png" is not one of \#(loaders)"#),
        Bad("allow_loaders", "[1]", "1 is not one of \(loaders)"),
    ])
    func aWrongValueIsReported(_ bad: Bad) throws {
        let (_, problems) = try read("{ \"\(bad.name)\": \(bad.json) }")
        #expect(problems == ["specs.json:1:\(bad.name.count + 7): settings.\(bad.name): \(bad.message)"])
    }

    @Test func aWrongVariableIsReportedByItsName() throws {
        let environment = ["IMAGEKIT_TIMEOUT": "5m", "IMAGEKIT_CACHE_TIMEOUT": "-5", "IMAGEKIT_MAX_PIXELS": "many"]
        let (_, problems) = try read("{}", environment: environment)
        #expect(
            problems == [
                #"environment variable IMAGEKIT_CACHE_TIMEOUT: -5 is not a whole number of seconds, 0 or more"#,
                #"environment variable IMAGEKIT_MAX_PIXELS: "many" is not a whole number above 0"#,
                #"environment variable IMAGEKIT_TIMEOUT: "5m" is not a number of seconds above 0 and below 1000000"#,
            ]
        )
    }

    /// A CI system or a shell can set such names for other programs.
    @Test func namesWithoutThePrefixAreIgnored() throws {
        let environment = [
            "timeout": "5m", "TIMEOUT": "5", "sandbox": "true", "SANDBOX": "off", "allow_exec": "true",
            "ALLOW_EXEC": "true", "max_pixels": "1", "MAX_PIXELS": "1", "max_memory": "much", "CACHE_TIMEOUT": "1",
        ]
        let (settings, problems) = try read("{}", environment: environment)
        #expect(problems == [])
        #expect(settings.timeout == .seconds(60) && settings.sandbox == .auto && !settings.allowExec)
        #expect(settings.limits == Job.Limits() && settings.cacheTimeout == nil)
    }

    @Test func formerVariablesNameTheirSuccessors() throws {
        let former = ["MEDIA_ROOT": "/elsewhere", "MEDIA_URL": "/m/"]
        let (settings, problems) = try read("{}", environment: former)
        #expect(
            problems == [
                "environment variable MEDIA_ROOT: ImageKit does not read it: set IMAGEKIT_MEDIA_ROOT instead, or unset "
                    + "MEDIA_ROOT",
                "environment variable MEDIA_URL: ImageKit does not read it: set IMAGEKIT_MEDIA_URL instead, or unset "
                    + "MEDIA_URL",
            ]
        )
        #expect(settings.mediaRoot == "/site" && settings.mediaURL == "/media/")
        let both = former.merging(["IMAGEKIT_MEDIA_ROOT": "/new", "IMAGEKIT_MEDIA_URL": "/n/"]) { $1 }
        let (successors, none) = try read("{}", environment: both)
        #expect(none == [])
        #expect(successors.mediaRoot == "/new" && successors.mediaURL == "/n/")
    }

    @Test(arguments: ["true", "false"]) func noVariableAllowsPrograms(_ text: String) throws {
        let (settings, problems) = try read("{}", environment: ["IMAGEKIT_ALLOW_EXEC": text])
        #expect(
            problems == [
                #"environment variable IMAGEKIT_ALLOW_EXEC: allow_exec is not read from the environment: set "#
                    + #""allow_exec" in the settings of the top-level registry, and unset IMAGEKIT_ALLOW_EXEC"#
            ]
        )
        #expect(!settings.allowExec)
    }

    @Test func anEmptyVariableCountsAsNotSet() throws {
        let names = Setting.all.compactMap(\.variable) + ["MEDIA_ROOT", "MEDIA_URL", "IMAGEKIT_ALLOW_EXEC"]
        let (settings, problems) = try read(
            #"{ "MEDIA_URL": "/m/", "timeout": 5 }"#,
            environment: Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        )
        #expect(problems == [])
        #expect(settings.mediaRoot == "/site" && settings.mediaURL == "/m/" && settings.timeout == .seconds(5))
    }

    @Test func theCommandLineOverridesAll() throws {
        let overrides = try [("timeout", "7"), ("max_memory", "2KiB")].map { name, argument in
            try #require(Setting.all.first { $0.name == name }).assignment(ofArgument: argument)
        }
        let (settings, problems) = try read(
            #"{ "timeout": 5, "max_pixels": 9, "max_frames": 9 }"#,
            environment: ["IMAGEKIT_TIMEOUT": "6", "IMAGEKIT_MAX_PIXELS": "8"],
            overrides: overrides
        )
        #expect(problems == [])
        #expect(settings.timeout == .seconds(7))
        #expect(settings.limits == Job.Limits(pixels: 8, frames: 9, memory: 2048))
    }

    /// A wrong value is an error even if another value overrides it.
    @Test func overriddenValuesAreCheckedToo() throws {
        let timeout = try #require(Setting.all.first { $0.name == "timeout" })
        let (settings, problems) = try read(
            #"{ "timeout": 0 }"#,
            environment: ["IMAGEKIT_TIMEOUT": "x"],
            overrides: [try timeout.assignment(ofArgument: "7")]
        )
        #expect(problems.count == 2)
        #expect(settings.timeout == .seconds(7))
    }

    @Test(arguments: [
        ("max_pixels", "0", "give a whole number above 0"),
        ("timeout", "5m", "give a number of seconds above 0 and below 1000000"),
        ("max_memory", "1TB", #"give a number of bytes above 0, such as 1048576, "500MB" or "1GiB""#),
        ("sandbox", "yes", "give one of auto, required, off"),
    ])
    func aWrongArgumentIsRefused(_ name: String, _ argument: String, _ message: String) throws {
        let setting = try #require(Setting.all.first { $0.name == name })
        let error = #expect(throws: SettingArgumentError.self) { try setting.assignment(ofArgument: argument) }
        #expect(error?.description == message)
    }

    /// Reads the settings of the registry /site/specs.json.
    private func read(
        _ settings: String,
        environment: [String: String] = [:],
        overrides: [SettingAssignment] = []
    ) throws -> (settings: Settings, problems: [String]) {
        let log = ProblemLog()
        let node = RegistryNode(
            json: try parseJSON(Array(settings.utf8)),
            file: "specs.json",
            path: "settings",
            log: log
        )
        let reader = SettingsReader(folder: "/site", environment: environment, overrides: overrides, log: log)
        let read = reader.settings(node)
        return (read, log.problems.map(\.description))
    }
}
