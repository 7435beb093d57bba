import Testing

@testable import DjangoCache

@Suite struct DjangoCacheErrorTests {
    private static let refused = DjangoCacheError.unusable("redis://a", reason: "Connection refused")
    private static let late = DjangoCacheError.unusable("", reason: "it did not answer in time")
    private static func full(_ left: Int) -> DjangoCacheError { .full("cache", maxEntries: 9, left: left) }

    /// After an error that ends all changes, a full cache does not continue them.
    @Test func anErrorThatEndsAllChangesHasPriority() {
        #expect(Self.late.joined(with: Self.full(2)) == Self.late)
        #expect(Self.full(2).joined(with: Self.late) == Self.late)
        #expect(Self.refused.joined(with: Self.late) == Self.refused)
    }

    @Test func missingKeysAreAdded() { #expect(Self.full(2).joined(with: Self.full(3)) == Self.full(5)) }
}
