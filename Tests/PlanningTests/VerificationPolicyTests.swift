import Testing

@testable import CacheState
@testable import Planning

@Suite struct VerificationPolicyTests {
    static func record(checked age: Int?, _ policy: VerificationPolicy) -> CacheRecord {
        var record = CacheRecord(name: "a", naming: 1, digest: nil, state: .pending)
        record.checked = age.map { policy.now - $0 }
        return record
    }

    @Test(
        arguments: [
            (timeout: nil, age: 1_000_000, proves: false), (timeout: nil, age: nil, proves: false),
            (timeout: 60, age: 59, proves: false), (timeout: 60, age: 61, proves: true),
            (timeout: 60, age: nil, proves: true), (timeout: 0, age: 0, proves: true),
            // If the clock was set back, by a second or by decades, the time of a verification is in the future. Such a
            // time proves nothing, so the file must be verified again.
            (timeout: 60, age: 0, proves: false), (timeout: 60, age: -1, proves: true),
            (timeout: 60, age: -2_000_000_000, proves: true), (timeout: nil, age: -1, proves: false),
            // If the clock was set forward, the last verification seems old, so the file must be verified again.
            (timeout: 60, age: 2_000_000_000, proves: true),
        ] as [(timeout: Int?, age: Int?, proves: Bool)]
    )
    func trustsAVerificationUntilTheTimeout(_ item: (timeout: Int?, age: Int?, proves: Bool)) {
        let policy = VerificationPolicy(timeout: item.timeout)
        #expect(policy.mustVerify(Self.record(checked: item.age, policy)) == item.proves)
    }

    @Test func verificationReadsAllFilesExceptForcedOnes() {
        #expect(VerificationPolicy(verify: true).mustVerify(nil))
        #expect(!VerificationPolicy(force: true, verify: true).mustVerify(nil))
        #expect(!VerificationPolicy(timeout: 0).mustVerify(nil))
    }
}
