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
}
