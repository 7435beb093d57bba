import Testing

@testable import CacheState

/// Compares hashes with the values that the reference implementation, xxHash 0.8, computed.
@Suite struct XXHash64Tests {
    private func hash(_ pieces: [UInt8]...) -> UInt64 {
        var hash = XXHash64()
        for piece in pieces { hash.add(piece) }
        return hash.value
    }

    @Test(
        arguments: [
            (0, 0xEF46_DB37_51D8_E999), (1, 0xE934_A84A_DB05_2768), (4, 0xFFCE_D860_4453_CC1E),
            (7, 0x14CC_643F_630C_72D2), (8, 0x884A_1736_14B8_1B8D), (31, 0xC346_D2B5_9B4D_8EE1),
            (32, 0xCBF5_9C51_16FF_32B4), (33, 0x0C53_5D1A_CAFB_8EAD), (47, 0x0D98_83A0_3E7B_FBB8),
            (64, 0xF7C6_7301_DB67_13F0), (1000, 0xF306_F04A_A88B_54D3), (100000, 0x4CF7_5EE7_2CD8_F4CC),
        ] as [(Int, UInt64)]
    )
    func isThatOfTheReference(_ count: Int, _ expected: UInt64) {
        // The bytes are counted modulo 251, a prime, so that consecutive stripes of 32 bytes differ.
        #expect(hash((0..<count).map { UInt8($0 % 251) }) == expected)
    }

    @Test func textsHaveTheirKnownValues() {
        #expect(hash(Array("abc".utf8)) == 0x44BC_2CF5_AD77_0999)
        #expect(hash(Array("Nobody inspects the spammish repetition".utf8)) == 0xFBCE_A83C_8A37_8BF1)
    }

    @Test func dataCanBeAddedInPieces() {
        let bytes = (0..<1000).map { UInt8($0 % 251) }
        #expect(hash(Array(bytes[..<128]), Array(bytes[128..<960]), [], Array(bytes[960...])) == hash(bytes))
    }
}
