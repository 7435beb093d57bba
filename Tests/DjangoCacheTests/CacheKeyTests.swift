import Foundation
import TestSupport
import Testing

@testable import DjangoCache
@testable import Registry

/// Compares keys and bytes with those that `Scripts/django_cache_fixtures.py` computes with Django and django-imagekit.
@Suite struct CacheKeyTests {
    struct Key: Decodable, Sendable {
        let form: String
        let prefix: String
        let safe: Bool
        let name: String
        let key: String
    }

    static func fixture<T: Decodable>(_ name: String) throws -> T {
        let text = try Repository.text("Tests/Fixtures/django-cache/\(name).json")
        return try JSONDecoder().decode(T.self, from: Data(text.utf8))
    }

    private func keys(_ form: String, _ prefix: String, safe: Bool, _ server: DjangoCacheSetting.Server) -> CacheKeys {
        var settings = Settings(mediaRoot: "/site/media")
        settings.cachePrefix = prefix
        settings.usesMemcachedSafeCacheKey = safe
        var cache = DjangoCacheSetting()
        cache.server = server
        cache.keyTemplate = form
        return CacheKeys(settings, cache)
    }

    @Test func keysAreThoseOfDjango() throws {
        let all: [Key] = try Self.fixture("keys")
        #expect(all.count > 40)
        for key in all {
            let found = keys(key.form, key.prefix, safe: key.safe, .folder("/cache")).key(ofFile: key.name)
            #expect(found.map { Array($0.utf8) } == Array(key.key.utf8), "\(key)")
        }
    }

    /// Django raises an error for such a key, so no value is written under it.
    @Test(arguments: [
        ("a b", false), (String(repeating: "x", count: 233), false), (String(repeating: "写", count: 90), true),
    ])
    func memcachedRefusesAKey(_ name: String, _ isSafe: Bool) {
        let keys = keys(":1:{key}", "imagekit:", safe: isSafe, .memcached(["localhost"]))
        #expect(keys.key(ofFile: name) == nil)
        #expect(keys.key(ofFile: "a") == ":1:imagekit:a-state")
    }

    @Test func aColumnOfAKeyIsLimited() {
        let keys = keys(":1:{key}", "imagekit:", safe: false, .sqlite("/db"))
        #expect(keys.key(ofFile: String(repeating: "x", count: 237)) != nil)
        #expect(keys.key(ofFile: String(repeating: "x", count: 238)) == nil)
    }

    @Test func valuesAreThoseOfDjango() throws {
        let values: [String: String] = try Self.fixture("values")
        #expect(StateValue.pickle == values["pickle"])
        #expect(StateValue.base64 == values["base64"])
        let hexadecimal = { (bytes: [UInt8]) in bytes.map { String(format: "%02x", $0) }.joined() }
        #expect(hexadecimal(StateValue.file(expiry: nil)) == values["file"])
        #expect(hexadecimal(StateValue.file(expiry: 1_234_567_890.5)) == values["expiring_file"])
    }
}
