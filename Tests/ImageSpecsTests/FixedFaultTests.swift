import Testing

@testable import ImageSpecs

struct FixedFaultTests {
    /// A fault that is not fixed in this version would make all images of this version outdated.
    @Test func everyFaultIsFixedInThisVersion() {
        #expect(FixedFault.faults(of: ImageKitVersion.current).isEmpty)
        #expect(FixedFault.faults(of: ImageKitVersion.lastWithoutRenderers).count == FixedFault.all.count)
    }

    @Test(arguments: [("0.1.0", "0.2.0"), ("0.2.0", "0.10.0"), ("0.9", "1.0.0"), ("", "0.0.1"), ("1.0", "1.0.1")])
    func versionsAreComparedByNumbers(_ earlier: String, _ later: String) {
        #expect(earlier.precedesVersion(later))
        #expect(!later.precedesVersion(earlier))
        #expect(!later.precedesVersion(later))
    }

    private struct Case: Sendable {
        let format: ImageFormat
        let traits: Set<SourceTrait>
        let output: ImageFormat?
        let isConcerned: Bool
    }

    private static let cases = [
        Case(format: .jpeg, traits: [], output: .jpeg, isConcerned: false),
        Case(format: .jpeg, traits: [.inks], output: .jpeg, isConcerned: true),
        Case(format: .png, traits: [.inks], output: .jpeg, isConcerned: false),
        Case(format: .png, traits: [.transparency], output: .png, isConcerned: false),
        Case(format: .png, traits: [.transparency], output: .avif, isConcerned: true),
        Case(format: .png, traits: [.transparency], output: nil, isConcerned: true),
        Case(format: .bmp, traits: [], output: .png, isConcerned: true),
        Case(format: .heic, traits: [], output: .webp, isConcerned: true),
    ]

    @Test(arguments: cases) private func concerns(_ item: Case) {
        let found = FixedFault.all.contains { $0.concerns(item.output, of: item.format, item.traits) }
        #expect(found == item.isConcerned)
    }
}
