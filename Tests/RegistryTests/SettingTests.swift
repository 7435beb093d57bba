import ImageSpecs
import Testing

@testable import Registry

/// Tests of the table of settings.
@Suite struct SettingTests {
    @Test func namesAreUnique() {
        let names = Setting.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test func variables() {
        #expect(
            Setting.all.compactMap(\.variable).sorted() == [
                "IMAGEKIT_ALLOW_FORMATS", "IMAGEKIT_ALLOW_LOADERS", "IMAGEKIT_CACHEFILE_DIR",
                "IMAGEKIT_CACHEFILE_NAMER", "IMAGEKIT_CACHE_BACKEND", "IMAGEKIT_CACHE_PREFIX",
                "IMAGEKIT_CACHE_TIMEOUT", "IMAGEKIT_DEFAULT_CACHEFILE_BACKEND",
                "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY", "IMAGEKIT_DEFAULT_FILE_STORAGE",
                "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT", "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES",
                "IMAGEKIT_FILE_UPLOAD_DIRECTORY_PERMISSIONS", "IMAGEKIT_FILE_UPLOAD_PERMISSIONS",
                "IMAGEKIT_MAX_FILE_SIZE", "IMAGEKIT_MAX_FRAMES", "IMAGEKIT_MAX_MEMORY", "IMAGEKIT_MAX_OUTPUT_SIZE",
                "IMAGEKIT_MAX_PIXELS", "IMAGEKIT_MEDIA_ROOT", "IMAGEKIT_MEDIA_URL", "IMAGEKIT_NOTIFY_DJANGO_CACHE",
                "IMAGEKIT_SANDBOX",
                "IMAGEKIT_SHARED_STATE", "IMAGEKIT_SHARED_WITH_DJANGO", "IMAGEKIT_SOURCE_CACHE_SIZE",
                "IMAGEKIT_SPEC_CACHEFILE_NAMER", "IMAGEKIT_SPOOL_DIR", "IMAGEKIT_STATE_DIR", "IMAGEKIT_TIMEOUT",
                "IMAGEKIT_TRUNCATED",
                "IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY",
            ]
        )
    }

    @Test func options() {
        #expect(
            Setting.all.compactMap(\.option) == [
                "max-pixels", "max-frames", "max-file-size", "max-output-size", "max-memory", "timeout", "sandbox",
                "truncated",
            ]
        )
    }

    @Test(arguments: [
        ("MEDIA_ROOT", "the registry's folder"), ("MEDIA_URL", "/media/"), ("IMAGEKIT_CACHEFILE_DIR", "CACHE/images"),
        ("IMAGEKIT_SPEC_CACHEFILE_NAMER", "source_name_as_path"), ("IMAGEKIT_CACHEFILE_NAMER", "hash"),
        ("IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY", "JustInTime"), ("IMAGEKIT_CACHE_BACKEND", "sqlite"),
        ("IMAGEKIT_CACHE_TIMEOUT", "never"), ("allow_exec", "false"), ("max_pixels", "100000000"),
        ("max_frames", "1000"), ("max_file_size", "1GiB"), ("timeout", "60"), ("sandbox", "auto"),
    ])
    func defaults(_ name: String, _ text: String) throws {
        #expect(try setting(name).defaultText == text)
    }

    /// If a setting has no effect, its documentation states this. If a setting has an effect, it has a default.
    @Test(arguments: Setting.all.map(\.name)) func isDocumented(_ name: String) throws {
        let setting = try setting(name)
        #expect(setting.documentation.hasSuffix("."))
        #expect(setting.isOnlyForDjango == setting.documentation.contains("no effect"))
        #expect(setting.isOnlyForDjango == setting.defaultText.isEmpty)
    }

    /// The help of an option has no Markdown.
    @Test func help() throws {
        #expect(
            try setting("sandbox").help
                == "The confinement of workers: auto confines them as far as the system supports it, off only limits "
                + "their memory, and required makes no image unless the confinement is complete. Default: auto."
        )
    }

    private func setting(_ name: String) throws -> Setting {
        try #require(Setting.all.first { $0.name == name })
    }
}
