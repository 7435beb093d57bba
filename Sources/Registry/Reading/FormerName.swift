/// Keys of old versions of django-imagekit. The current keys have other names.
enum FormerName {
    private static let present = [
        "image_field": "now \"source\"",
        "image_cache_backend": "now IMAGEKIT_DEFAULT_CACHEFILE_BACKEND, in the settings",
        "image_cache_strategy": "now \"cachefile_strategy\"",
        "pre_cache": "now \"cachefile_strategy\": generateimages makes every image beforehand in any case",
        "cache_to": "now IMAGEKIT_SPEC_CACHEFILE_NAMER, in the settings",
        "IMAGEKIT_CACHE_DIR": "now IMAGEKIT_CACHEFILE_DIR",
        "IMAGEKIT_DEFAULT_IMAGE_CACHE_BACKEND": "now IMAGEKIT_DEFAULT_CACHEFILE_BACKEND",
        "IMAGEKIT_DEFAULT_IMAGE_CACHE_STRATEGY": "now IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY",
    ]

    /// Returns the message about a former key; nil if the key is not a former key.
    static func message(for key: String) -> String? {
        present[key].map { "a key of an older ImageKit, \($0)" }
    }
}
