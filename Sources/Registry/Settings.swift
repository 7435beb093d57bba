import ImageSpecs
import WorkerProtocol

/// Settings with Django's names; each also an environment variable, which wins.
package struct Settings: Sendable {
    /// The folder that source names are relative to: an absolute path.
    package var mediaRoot: String
    package var mediaURL = "/media/"
    /// Relative to `mediaRoot`, normalized.
    package var cachefileDir = "CACHE/images"
    package var specNamer = Namer.sourceNameAsPath
    /// Of generators without a source.
    package var cachefileNamer = Namer.hash
    /// Where the state of cache files is kept.
    package var cacheBackendKind = CacheBackendKind.sqlite
    /// For how many seconds a cache file is taken for what it was seen to be; nil for ever.
    package var cacheTimeout: Int?
    package var strategy = CacheFileStrategy.justInTime
    /// The format of `imagekit:thumbnail`; nil takes the source's.
    package var thumbnailFormat: String?
    /// The factors of `imagekit thumbnail --srcset` where it is not given, as the setting writes them.
    package var thumbnailSrcsetScales: [PixelDensity] = []

    /// Whether the registry may run programs.
    package var allowExec = false
    /// What an image may cost, and which files are decoded.
    package var limits = Job.Limits()
    /// How workers are confined.
    package var sandbox = Confinement.Sandbox.auto
    /// How long a worker may take for each image.
    package var timeout = Duration.seconds(60)

    package init(mediaRoot: String) { self.mediaRoot = mediaRoot }

    /// The folder of the cache files: an absolute path.
    package var cacheFolder: String { mediaRoot + "/" + cachefileDir }
}

/// The settings that a registry may hold, and the values they take.
enum SettingName: String, CaseIterable {
    case mediaRoot = "MEDIA_ROOT"
    case mediaURL = "MEDIA_URL"
    case cachefileDir = "IMAGEKIT_CACHEFILE_DIR"
    case cachefileBackend = "IMAGEKIT_DEFAULT_CACHEFILE_BACKEND"
    case cachefileStrategy = "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY"
    case fileStorage = "IMAGEKIT_DEFAULT_FILE_STORAGE"
    case cacheBackend = "IMAGEKIT_CACHE_BACKEND"
    case cachePrefix = "IMAGEKIT_CACHE_PREFIX"
    case cacheTimeout = "IMAGEKIT_CACHE_TIMEOUT"
    case cachefileNamer = "IMAGEKIT_CACHEFILE_NAMER"
    case specNamer = "IMAGEKIT_SPEC_CACHEFILE_NAMER"
    case memcachedSafeKey = "IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY"
    case thumbnailFormat = "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT"
    case thumbnailSrcsetScales = "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES"
    case allowExec = "allow_exec"
    case allowFormats = "allow_formats"
    case allowLoaders = "allow_loaders"
    case maxPixels = "max_pixels"
    case maxFrames = "max_frames"
    case maxFileSize = "max_file_size"
    case maxOutputSize = "max_output_size"
    case maxMemory = "max_memory"
    case sandbox
    case timeout
}
