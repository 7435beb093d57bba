import ImageSpecs
import WorkerProtocol

/// The settings of a site. Their names, kinds, and documentation are in `Setting.all`.
package struct Settings: Sendable {
    /// The folder of the sources, an absolute path.
    package var mediaRoot: String
    package var mediaURL = "/media/"
    /// The folder of the cache files, as a normalized path relative to `storageRoot`. It is never empty.
    package var cachefileDir = "CACHE/images"
    /// The storage of cache files. Nil stands for `MEDIA_ROOT` and `MEDIA_URL`.
    package var storage: FileStorage?
    /// The folder of the state, an absolute path. Nil stands for `.imagekit` in the cache folder.
    package var stateDir: String?
    /// The bucket in which machines share their states; nil for none.
    package var sharedState: BucketStorage?
    /// The maximum number of bytes of the local copies of sources in buckets.
    package var sourceCacheBytes = 4 << 30
    package var fileMode = NewFileMode(bits: 0o644)
    package var folderMode = NewFileMode.umask
    package var specNamer = Namer.sourceNameAsPath
    package var cachefileNamer = Namer.hash
    package var cacheBackendKind = CacheBackendKind.sqlite
    /// The time in seconds after which the bytes of an unchanged image are verified again. Nil means never.
    package var cacheTimeout: Int?
    package var strategy = CacheFileStrategy.justInTime
    /// The format of thumbnails. Nil stands for the format of the source.
    package var thumbnailFormat: String?
    package var thumbnailSrcsetScales: [PixelDensity] = []
    package var allowExec = false
    /// Whether a Django site uses the same cache folder. If it is nil, the names of the source groups decide
    /// (`Registry.isSharedWithDjango`).
    package var isSharedWithDjango: Bool?
    /// The cache in which a Django site keeps the state of its cache files; nil if the site is not notified.
    package var djangoCache: DjangoCacheSetting?
    /// The folder in which a Django site requests cache files, an absolute path. Nil stands for `requests` in the
    /// folder of the state.
    package var spoolDir: String?
    /// The start of the keys of cache files in the cache of a Django site.
    package var cachePrefix = "imagekit:"
    /// Whether these keys are short and have no white space.
    package var usesMemcachedSafeCacheKey = true
    package var limits = Job.Limits()
    package var sandbox = Confinement.Sandbox.auto
    /// The maximum time for decoding the source of a job, and for making each of its images.
    package var timeout = Duration.seconds(60)

    package var stateTrust = StateTrust()

    package init(mediaRoot: String) { self.mediaRoot = mediaRoot }

}

extension Setting {
    /// All settings, in the order of the documentation.
    package static let all: [Setting] = [
        // MARK: Files and names
        Setting(
            "MEDIA_ROOT",
            \.mediaRoot,
            .folder,
            "The folder of the sources, and by default also of the cache files, relative to the registry's folder.",
            fallback: "the registry's folder"
        ),
        Setting("MEDIA_URL", \.mediaURL, .url, "The URL at which `MEDIA_ROOT` is served."),
        Setting(
            "IMAGEKIT_CACHEFILE_DIR",
            \.cachefileDir,
            .cacheFolder,
            "The folder of the cache files, relative to `MEDIA_ROOT` or to the location in "
                + "`IMAGEKIT_DEFAULT_FILE_STORAGE`. No file in it is ever a source."
        ),
        Setting(
            "IMAGEKIT_DEFAULT_FILE_STORAGE",
            \.storage,
            .fileStorage,
            "The storage of cache files. `{\"location\": \"../public/img\", \"base_url\": \"/img/\"}` is the folder and "
                + "the URL of cache files [outside `MEDIA_ROOT`](pages.md#outside-media_root). The location is relative "
                + "to the registry's folder. `\"s3://bucket/prefix\"` is the address of a [bucket](storage.md). This "
                + "setting does not change the names of cache files. If the value is the name of a class of Django, the "
                + "default applies.",
            fallback: "`MEDIA_ROOT` and `MEDIA_URL`"
        ),
        Setting(
            "IMAGEKIT_STATE_DIR",
            \.stateDir,
            .folder,
            "The folder of the state, the locks, and unfinished files, relative to the registry's folder.",
            fallback: "`.imagekit` in the cache folder, or next to the registry if "
                + "`IMAGEKIT_DEFAULT_FILE_STORAGE` has a location"
        ),
        sharedState,
        Setting(
            "source_cache_size",
            \.sourceCacheBytes,
            .bytes,
            "The maximum total size of the local copies of [sources in buckets](storage.md#sources-in-a-bucket). "
                + "The least recently used copies are deleted first."
        ),
        Setting(
            "FILE_UPLOAD_PERMISSIONS",
            \.fileMode,
            .fileMode,
            "The [permissions](operations.md#users-and-groups) of cache files and of the results of `process`: an octal mode, "
                + "which applies independently of the umask, or `umask`."
        ),
        Setting(
            "FILE_UPLOAD_DIRECTORY_PERMISSIONS",
            \.folderMode,
            .folderMode,
            "The permissions of new folders for cache files and for the results of `process`."
        ),
        Setting(
            "IMAGEKIT_SPEC_CACHEFILE_NAMER",
            \.specNamer,
            .namer,
            "The [namer](#namers) of images that have a source."
        ),
        Setting(
            "IMAGEKIT_CACHEFILE_NAMER",
            \.cachefileNamer,
            .namer,
            "The [namer](#namers) of images that are made from a [canvas](#canvas)."
        ),
        Setting(
            "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY",
            \.strategy,
            .strategy,
            "The [strategy](operations.md#strategies) that decides when cache files are made."
        ),
        Setting(
            "IMAGEKIT_CACHE_BACKEND",
            \.cacheBackendKind,
            .cacheBackend,
            "The [backend](#cache-backends) that keeps the state of cache files."
        ),
        Setting(
            "IMAGEKIT_CACHE_TIMEOUT",
            \.cacheTimeout,
            .wholeSeconds,
            "The number of seconds after which the bytes of an unchanged image are read again; see [when an image is "
                + "made](operations.md#when-an-image-is-made).",
            fallback: "never"
        ),
        Setting(
            "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT",
            \.thumbnailFormat,
            .format,
            "The format of `imagekit:thumbnail`.",
            fallback: "the source's format"
        ),
        Setting(
            "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES",
            \.thumbnailSrcsetScales,
            .densities,
            "The pixel densities in the `srcset` of a thumbnail tag, such as `[2, 3]`.",
            fallback: "none"
        ),
        Setting(
            "allow_exec",
            \.allowExec,
            .flag,
            "Whether the registry may run programs: [`exec`](processors.md#programs) and the `command` of a source "
                + "group. Only the top-level registry can set it.",
            isReadFromEnvironment: false
        ),

        Setting(
            "shared_with_django",
            \.isSharedWithDjango,
            .flag,
            "Whether a Django site uses the same cache folder. If so, `prune` deletes "
                + "[only what imagekit made](django.md#one-cache-for-both).",
            fallback: "`true` if a source group has a name in the form that `import-django` uses, such as "
                + "`shop.Book.cover`"
        ),

        Setting(
            "notify_django_cache",
            \.djangoCache,
            .djangoCache,
            "The cache in which a Django site keeps the [state of its cache files](django.md#notifying-the-site). "
                + "Runs write into this cache which images exist.",
            fallback: "none"
        ),
        Setting(
            "IMAGEKIT_CACHE_PREFIX",
            \.cachePrefix,
            .text,
            "The start of the keys in `notify_django_cache`."
        ),
        Setting(
            "IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY",
            \.usesMemcachedSafeCacheKey,
            .flag,
            "Whether the keys in `notify_django_cache` contain no white space and at most 200 characters."
        ),

        Setting(
            "IMAGEKIT_SPOOL_DIR",
            \.spoolDir,
            .folder,
            "The folder in which a Django site [requests images](django.md#images-on-request), relative to the registry's "
                + "folder. `watch --requests` reads it.",
            fallback: "`requests` in the folder of the state"
        ),

        // MARK: Accepted for Django, without effect
        Setting("IMAGEKIT_DEFAULT_CACHEFILE_BACKEND", onlyForDjango: .text),

        // MARK: Limits
        Setting(
            "max_pixels",
            \.limits.pixels,
            .count,
            "Refuse sources, overlays, images, and canvases with more pixels than this (width × height × frames).",
            group: .limits,
            isOption: true
        ),
        Setting(
            "max_frames",
            \.limits.frames,
            .count,
            "Refuse animations with more frames than this.",
            group: .limits,
            isOption: true
        ),
        Setting(
            "max_file_size",
            \.limits.fileBytes,
            .bytes,
            "Refuse sources and overlays with more bytes than this.",
            group: .limits,
            isOption: true
        ),
        Setting(
            "max_output_size",
            \.limits.outputBytes,
            .bytes,
            "Refuse to write images with more bytes than this.",
            group: .limits,
            isOption: true
        ),
        Setting(
            "max_memory",
            \.limits.memory,
            .bytes,
            "Limit the data memory of a worker (`RLIMIT_DATA`, Linux).",
            details: "The default is enough for thumbnails of sources with 100 million pixels, in each format. It "
                + "can be too small to process such a source at full size.",
            group: .limits,
            isOption: true
        ),
        Setting(
            "timeout",
            \.timeout,
            .seconds,
            "Stop the worker if decoding a source, or making one of its images, takes more seconds than this.",
            group: .limits,
            isOption: true
        ),
        Setting(
            "sandbox",
            \.sandbox,
            .choice(),
            "The [confinement](operations.md#confinement) of workers: `auto` confines them as far as the system "
                + "supports it, `off` only limits their memory, and `required` makes no image unless the confinement "
                + "is complete.",
            group: .limits,
            isOption: true
        ),
        Setting(
            "truncated",
            \.limits.truncated,
            .choice(),
            "What happens to a truncated source: `refuse` reports it as corrupt, `accept` uses the part that exists.",
            group: .limits,
            isOption: true
        ),
        Setting(
            "allow_formats",
            \.allowedFormats,
            .sourceFormats(ImageFormat.trusted, kind: "formats") { $0.rawValue },
            "Decode only sources in these formats, such as `[\"JPEG\", \"PNG\"]`, and in the formats of "
                + "`allow_loaders`.",
            fallback: "all",
            group: .limits
        ),
        Setting(
            "allow_loaders",
            \.allowedLoaders,
            .sourceFormats(ImageFormat.allCases.filter { $0.untrustedLoader != nil }, kind: "loaders") {
                $0.untrustedLoader ?? ""
            },
            "Also decode formats whose loaders libvips marks as untrusted. The list can contain these loaders: "
                + ImageFormat.allCases.compactMap(\.untrustedLoader).map { "`\($0)`" }.joined(separator: ", ") + ".",
            details: "`pdf` reads the first page. A spec for SVG or PDF sources needs a `format`.",
            fallback: "none",
            group: .limits
        ),
    ]
}

extension Settings {
    /// The part of `limits.formats` that the setting `allow_formats` determines.
    fileprivate var allowedFormats: [ImageFormat] {
        get { limits.formats.filter { $0.untrustedLoader == nil } }
        set { limits.formats = newValue + allowedLoaders }
    }

    /// The part of `limits.formats` that the setting `allow_loaders` determines.
    fileprivate var allowedLoaders: [ImageFormat] {
        get { limits.formats.filter { $0.untrustedLoader != nil } }
        set { limits.formats = allowedFormats + newValue }
    }
}
