import Testing

@testable import Redis

@Suite struct RedisAddressTests {
    @Test(arguments: [
        ("redis://", "redis://localhost:6379", nil, nil),
        ("redis://cache.example.com/2", "redis://cache.example.com:6379/2", nil, nil),
        ("redis://127.0.0.1:6380?db=3", "redis://127.0.0.1:6380/3", nil, nil),
        ("redis://[::1]:6380/1", "redis://::1:6380/1", nil, nil),
        ("redis://:s%40c%2Fret@host/1", "redis://host:6379/1", nil, "s@c/ret"),
        ("redis://site:secret@host:1", "redis://host:1", "site", "secret"),
        ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=1", nil, nil),
        ("unix:///run/redis.sock?db=1&username=site&password=s%40c", "unix:///run/redis.sock?db=1", "site", "s@c"),
        ("unix://:secret@/run/redis.sock", "unix:///run/redis.sock", nil, "secret"),
    ])
    func partsOfAnAddress(_ text: String, _ wanted: String, _ user: String?, _ password: String?) throws {
        let address = try #require(RedisAddress(text))
        #expect(address.text == wanted)
        #expect(address.user == user)
        #expect(address.password == password)
    }

    @Test(arguments: [
        "", "localhost:6379", "rediss://host", "redis://host:port", "redis://host/one", "unix://", "redis://host/-1",
        "redis://:%ff@host", "redis://host?queue=%ff",
    ])
    func isNoAddress(_ text: String) { #expect(RedisAddress(text) == nil) }
}
