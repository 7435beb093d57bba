import Registry
import Testing

@testable import Serving

@Suite struct RequestTargetTests {
    private static func target(_ text: String, mediaURL: String = "/media/") -> RequestTarget {
        var settings = Settings(mediaRoot: "/srv/site/media")
        settings.mediaURL = mediaURL
        return RequestTargetReader(settings).target(text)
    }

    @Test(arguments: [
        ("/media/CACHE/images/a/b.jpg", RequestTarget.cacheFile("CACHE/images/a/b.jpg")),
        ("/media/CACHE/a%20b%C3%BC.jpg?v=1#x", .cacheFile("CACHE/a bü.jpg")),
        ("http://example.org/media/CACHE/a.jpg", .cacheFile("CACHE/a.jpg")),
        ("HTTP://example.org/media/CACHE/a.jpg", .cacheFile("CACHE/a.jpg")),
        ("hTTpS://example.org/media/CACHE/a.jpg?v=/1", .cacheFile("CACHE/a.jpg")),
        ("http://example.org?x=/media/a.jpg", .unknown), ("http://example.org#/media/a.jpg", .unknown),
        ("/media/CACHE/a.auto", .automatic("CACHE/a")),
        ("/media/../etc/passwd", .cacheFile("../etc/passwd")),
        ("/media/%2e%2e/etc/passwd", .cacheFile("../etc/passwd")),
        ("/media/a\\b", .cacheFile("a\\b")),
        ("/media", .unknown), ("/other/a.jpg", .unknown), ("/", .unknown), ("http://example.org", .unknown),
        ("/media/a%2Fb", .malformed), ("/media/a%2fb", .malformed), ("/media/a%00b", .malformed),
        ("/media/%", .malformed), ("/media/%4", .malformed), ("/media/%zz", .malformed), ("/media/%FF", .malformed),
        ("*", .malformed), ("", .malformed), ("example.org:443", .malformed), ("ftp://a/b", .malformed),
        ("/-/health", .health), ("/-/ready", .ready), ("/-/metrics?x", .metrics), ("/-/", .unknown),
        ("/-/app:thumb/photos/a.jpg", .image(generator: "app:thumb", source: "photos/a.jpg")),
        ("/-/app:canvas", .image(generator: "app:canvas", source: "")),
        ("/-/process/app:avatar", .process(generator: "app:avatar")), ("/-/process/", .unknown),
    ])
    func aTargetIsRead(text: String, expected: RequestTarget) { #expect(Self.target(text) == expected) }

    @Test(arguments: [
        ("https://cdn.example.org/img/", "/img/a.jpg"), ("//cdn.example.org/img/", "/img/a.jpg"),
        ("/img", "/img/a.jpg"), ("/", "/a.jpg"), ("https://cdn.example.org", "/a.jpg"),
        ("/b%C3%BC/", "/b%c3%bc/a.jpg"),
    ])
    func theURLOfTheStorageIsRemoved(url: String, path: String) {
        #expect(Self.target(path, mediaURL: url) == .cacheFile("a.jpg"))
    }
}
