import Crypto
import Files
import ImageSpecs
import Registry

/// Computes the keys under which a site keeps the state of its cache files.
package struct CacheKeys: Sendable {
    private let prefix: String
    private let isSafe: Bool
    private let start: String
    private let end: String
    /// The maximum length of a key in characters and in bytes. A site does not accept longer keys for this kind of
    /// server.
    private let maxCharacters: Int
    private let maxBytes: Int
    private let refusesWhiteSpace: Bool

    package init(_ settings: Settings, _ cache: DjangoCacheSetting) {
        prefix = settings.cachePrefix
        isSafe = settings.usesMemcachedSafeCacheKey
        let parts = cache.keyTemplate.split(
            separator: DjangoCacheSetting.placeholder,
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        start = parts.first.map(String.init) ?? ""
        end = parts.count > 1 ? String(parts[1]) : ""
        switch cache.server {
        case .memcached: (maxCharacters, maxBytes, refusesWhiteSpace) = (250, 250, true)
        // In a database, the column of the keys is a varchar(255).
        case .sqlite, .postgresql: (maxCharacters, maxBytes, refusesWhiteSpace) = (255, .max, false)
        case .redis, .folder, nil: (maxCharacters, maxBytes, refusesWhiteSpace) = (.max, .max, false)
        }
    }

    /// The key for the state of a cache file; nil if the site cannot use such a key.
    /// - Parameter name: the name of the cache file.
    package func key(ofFile name: String) -> String? { key(safe(prefix + name + "-state")) }

    /// The key of a mark; nil if the site cannot use such a key. A run writes this key after the keys of all images. If
    /// this key is missing, for example after a restart of the cache, keys of images are probably missing too.
    func key(ofMark mark: String) -> String? { key(prefix + "imagekit-" + mark) }

    private func key(_ key: String) -> String? {
        let key = start + key + end
        guard key.unicodeScalars.count <= maxCharacters, key.utf8.count <= maxBytes else { return nil }
        if refusesWhiteSpace, key.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) { return nil }
        return key
    }

    /// Returns the key that django-imagekit's `sanitize_cache_key` returns.
    private func safe(_ key: String) -> String {
        guard isSafe else { return key }
        let kept = key.unicodeScalars.filter { $0.value > 0x1F && !$0.properties.isWhitespace }
        guard kept.count >= 200 else { return String(String.UnicodeScalarView(kept)) }
        let digest = hexadecimal(Array(Insecure.MD5.hash(data: Array(key.utf8))))
        return String(String.UnicodeScalarView(kept.prefix(167))) + ":" + digest
    }
}
