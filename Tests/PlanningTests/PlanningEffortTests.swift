import Testing

@testable import CacheState
@testable import Planning

@Suite struct PlanningEffortTests {
    static func record(checked age: Int?, _ effort: PlanningEffort) -> CacheRecord {
        var record = CacheRecord(name: "a", naming: 1, digest: nil, state: .pending)
        record.checked = age.map { effort.now - $0 }
        return record
    }

    @Test(
        arguments: [
            (timeout: nil, age: 1_000_000, proves: false), (timeout: nil, age: nil, proves: false),
            (timeout: 60, age: 59, proves: false), (timeout: 60, age: 61, proves: true),
            (timeout: 60, age: nil, proves: true), (timeout: 0, age: 0, proves: true),
            // A clock that was put back, by a second or from 2100, leaves proofs of times to come.
            (timeout: 60, age: 0, proves: false), (timeout: 60, age: -1, proves: true),
            (timeout: 60, age: -2_000_000_000, proves: true), (timeout: nil, age: -1, proves: false),
            // One that was put forward makes them old.
            (timeout: 60, age: 2_000_000_000, proves: true),
        ] as [(timeout: Int?, age: Int?, proves: Bool)]
    )
    func memoryIsTrustedForItsTime(_ item: (timeout: Int?, age: Int?, proves: Bool)) {
        let effort = PlanningEffort(timeout: item.timeout)
        #expect(effort.proves(Self.record(checked: item.age, effort)) == item.proves)
    }

    @Test func verificationProvesEverythingButWhatIsMadeAnyway() {
        #expect(PlanningEffort(verify: true).proves(nil))
        #expect(!PlanningEffort(force: true, verify: true).proves(nil))
        #expect(!PlanningEffort(timeout: 0).proves(nil))
    }
}
