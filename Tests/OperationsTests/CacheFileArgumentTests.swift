import Testing

@testable import Operations
@testable import Registry

@Suite struct CacheFileArgumentTests {
    @Test(arguments: ["/media/", "//cdn.example.com/media/", "https://cdn.example.com/media/"])
    func theHostOfAURLIsOptional(_ mediaURL: String) {
        var settings = Settings(mediaRoot: "/site/media")
        settings.mediaURL = mediaURL
        for host in ["", "//cdn.example.com", "https://cdn.example.com"] {
            #expect(CacheFileArgument("\(host)/media/CACHE/a%20b.jpg", settings).name == "CACHE/a b.jpg", "\(host)")
        }
    }

    /// A site can serve its files at the root of its host.
    @Test(arguments: ["/", "https://cdn.example.com/"])
    func theURLOfTheStorageCanBeTheRoot(_ mediaURL: String) {
        var settings = Settings(mediaRoot: "/site/media")
        settings.mediaURL = mediaURL
        for host in ["", "https://cdn.example.com"] {
            #expect(CacheFileArgument("\(host)/CACHE/a%20b.jpg?v=1", settings).name == "CACHE/a b.jpg", "\(host)")
        }
        #expect(CacheFileArgument("CACHE/a%20b.jpg", settings).name == "CACHE/a%20b.jpg")
        #expect(CacheFileArgument("/site/media/CACHE/a%20b.jpg", settings).name == "CACHE/a%20b.jpg")
    }
}
