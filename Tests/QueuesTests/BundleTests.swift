import CacheState
import Testing

@testable import Queues

@Suite struct BundleTests {
    private static let shard = Shard(number: 3, count: 16)

    @Test func theTextContainsEverything() throws {
        let bundle = Bundle(
            patterns: ["app:*"],
            options: [.force, .outdated],
            shard: try #require(Self.shard),
            sources: ["photos/a\"\n.jpg", "photos/é.jpg", ""]
        )
        let text =
            #"{"version":1,"patterns":["app:*"],"options":["force","outdated"],"shard":"3/16","#
            + #""sources":["photos/a\"\n.jpg","photos/é.jpg",""]}"#
        #expect(bundle.text == text)
        #expect(Bundle(text: text) == bundle)
    }

    @Test(arguments: [
        "", "null", "{}",
        #"{"version":2,"patterns":[],"options":[],"shard":"1/1","sources":[]}"#,
        #"{"version":1,"patterns":[],"options":["unknown"],"shard":"1/1","sources":[]}"#,
        #"{"version":1,"patterns":[],"options":[],"shard":"2/1","sources":[]}"#,
        #"{"version":1,"patterns":[],"options":[],"shard":"1/1","sources":[1]}"#,
    ])
    func isNoBundle(_ text: String) { #expect(Bundle(text: text) == nil) }

    /// The shards of these names among three are 1 + (the first eight bytes of SHA-256, big-endian, modulo 3), computed
    /// with hashlib.
    @Test func sourcesOfAShardAreInOneBundle() throws {
        let names = (1...6).map { "photos/\($0).png" }
        let bundles = Bundle.bundles(
            of: names.map { Bundle.Source(name: $0, shardKey: $0) }
                + [Bundle.Source(name: "", shardKey: "app:card"), Bundle.Source(name: "", shardKey: "app:card2")],
            size: 3,
            patterns: [],
            options: []
        )
        #expect(bundles.map { "\($0.shard)" } == ["1/3", "2/3", "3/3"])
        #expect(
            bundles.map(\.sources) == [
                ["photos/1.png", "photos/3.png", "photos/4.png", "photos/5.png", ""], [""],
                ["photos/2.png", "photos/6.png"],
            ]
        )
    }

    @Test(arguments: [(0, 1, 0), (4, 1, 4), (4, 4, 1), (5, 4, 2), (4, Int.max, 1)])
    func theNumberOfBundlesIsRoundedUp(_ sources: Int, _ size: Int, _ count: Int) {
        let bundles = Bundle.bundles(
            of: (0..<sources).map { Bundle.Source(name: "\($0)", shardKey: "\($0)") },
            size: size,
            patterns: [],
            options: []
        )
        #expect(bundles.allSatisfy { $0.shard.count == count } && bundles.isEmpty == (count == 0))
    }
}
