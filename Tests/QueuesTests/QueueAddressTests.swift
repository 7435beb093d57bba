import Testing

@testable import Queues

@Suite struct QueueAddressTests {
    @Test(arguments: [
        ("redis://host/2", "redis://host:6379/2", "default"),
        ("redis://:secret@host?queue=shop", "redis://host:6379?queue=shop", "shop"),
        ("unix:///run/redis.sock?db=1&queue=a.b-c_1", "unix:///run/redis.sock?db=1&queue=a.b-c_1", "a.b-c_1"),
        ("env:QUEUE", "redis://host:6379/3", "default"),
    ])
    func partsOfAnAddress(_ text: String, _ shown: String, _ name: String) throws {
        let address = try #require(QueueAddress(text, ["QUEUE": "redis://user:secret@host/3"]))
        #expect(address.text == shown)
        #expect(address.name == name)
    }

    @Test(arguments: ["", "host", "env:MISSING", "redis://host?queue=a%20b", "redis://host?queue=%7D"])
    func isNoAddress(_ text: String) { #expect(QueueAddress(text, [:]) == nil) }
}
