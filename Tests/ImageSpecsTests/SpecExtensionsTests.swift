import Testing

@testable import ImageSpecs

struct SpecExtensionsTests {
    private func pickle(_ change: (inout SpecExtensions) -> Void) -> [UInt8] {
        var spec = ImageSpec()
        change(&spec.extensions)
        return SpecPickle(spec).bytes(sourceName: "a.jpg")
    }

    @Test func defaultsLeaveNoTrace() {
        #expect(SpecExtensions().changed.isEmpty)
        let said = pickle {
            $0.animated = false
            $0.colorProfile = .srgb
            $0.keepMetadata = []
        }
        #expect(said == pickle { _ in })
    }

    @Test func eachOtherValueHasItsOwnName() {
        let pickles = [
            pickle { _ in }, pickle { $0.autorotate = false }, pickle { $0.animated = true },
            pickle { $0.colorProfile = .keep }, pickle { $0.colorProfile = .p3 }, pickle { $0.keepMetadata = [.icc] },
            pickle { $0.keepMetadata = [.icc, .xmp] }, pickle { $0.maxBytes = 1 }, pickle { $0.maxBytes = 2 },
            pickle { $0.ifLarger = .keepOriginal }, pickle { $0.placeholders = true },
        ]
        #expect(Set(pickles).count == pickles.count)
    }
}
