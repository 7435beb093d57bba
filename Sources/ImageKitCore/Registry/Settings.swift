import ImageSpecs
import WorkerProtocol

/// Settings with Django's names; each also an environment variable, which wins.
public struct Settings: Sendable {
    /// The folder that source names are relative to: an absolute path.
    public var mediaRoot: String
    public var mediaURL = "/media/"
    /// Relative to `mediaRoot`, normalized.
    public var cachefileDir = "CACHE/images"
    public var specNamer = Namer.sourceNameAsPath
    /// Of generators without a source.
    public var cachefileNamer = Namer.hash
    /// Where the state of cache files is kept.
    public var cacheBackendKind = CacheBackendKind.sqlite
    /// For how many seconds a cache file is taken for what it was seen to be; nil for ever.
    public var cacheTimeout: Int?
    public var strategy = CacheFileStrategy.justInTime
    /// The format of `imagekit:thumbnail`; nil takes the source's.
    public var thumbnailFormat: String?
    /// The factors of `imagekit thumbnail --srcset` where it is not given, as the setting writes them.
    public var thumbnailSrcsetScales: [PixelDensity] = []

    /// Whether the registry may run programs.
    public var allowExec = false
    /// What an image may cost, and which files are decoded.
    public var limits = Job.Limits()
    /// How workers are confined.
    public var sandbox = Confinement.Sandbox.auto
    /// How long a worker may take for each image.
    public var timeout = Duration.seconds(60)

    var cacheBackend: any CacheBackend { cacheBackendKind.backend }

    /// The folder of the cache files: an absolute path.
    public var cacheFolder: String { mediaRoot + "/" + cachefileDir }
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
