#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A tone curve of a profile (ICC.1:2022, 10.6 and 10.18). The curve maps samples to linear light. Samples and light
/// range from 0 to 1.
package enum ICCCurve: Hashable, Sendable {
    /// The values of the curve at equal distances. 65535 stands for 1.
    case table([UInt16])
    /// One of the five parametric functions: its number, and as many of the parameters g, a, b, c, d, e and f as the
    /// function has.
    case function(Int, [Double])

    /// The curve of IEC 61966-2-1.
    package static let sRGB = function(3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])

    /// Returns the curve x ^ `exponent`.
    package static func power(_ exponent: Double) -> ICCCurve { .function(0, [exponent]) }

    /// Creates a table of `count` samples of a function on 0…1.
    package init(count: Int, _ function: (Double) -> Double) {
        self = .table(
            (0..<count).map { index in
                let value = function(Double(index) / Double(count - 1))
                return UInt16((min(max(value, 0), 1) * 65535).rounded())
            }
        )
    }

    /// Returns the linear light of a sample.
    package func light(_ sample: Double) -> Double {
        switch self {
        case .table(let values):
            let position = min(max(sample, 0), 1) * Double(values.count - 1)
            let index = min(Int(position), values.count - 2)
            let (low, high) = (Double(values[index]), Double(values[index + 1]))
            return (low + (high - low) * (position - Double(index))) / 65535
        case .function(let kind, let p):
            func power(_ base: Double) -> Double { pow(max(base, 0), p[0]) }
            switch kind {
            case 0: return power(sample)
            case 1: return sample >= -p[2] / p[1] ? power(p[1] * sample + p[2]) : 0
            case 2: return (sample >= -p[2] / p[1] ? power(p[1] * sample + p[2]) : 0) + p[3]
            case 3: return sample >= p[4] ? power(p[1] * sample + p[2]) : p[3] * sample
            default: return sample >= p[4] ? power(p[1] * sample + p[2]) + p[5] : p[3] * sample + p[6]
            }
        }
    }
}

extension ICCCurve {
    private static let parameterCounts = [1, 3, 4, 5, 7]

    /// - Parameter tag: a tag of the type `curv` or `para`, with its signature.
    init?(tag: ArraySlice<UInt8>) {
        let bytes = Array(tag)
        func number(_ offset: Int, _ count: Int) -> Int? {
            guard offset + count <= bytes.count else { return nil }
            return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
        }
        if bytes.starts(with: "curv".utf8), let count = number(8, 4) {
            switch count {
            case 0: self = .power(1)
            case 1:
                guard let exponent = number(12, 2) else { return nil }
                self = .power(Double(exponent) / 256)
            default:
                guard count <= 1 << 16, 12 + 2 * count <= bytes.count else { return nil }
                self = .table((0..<count).map { UInt16(bytes[12 + 2 * $0]) << 8 | UInt16(bytes[13 + 2 * $0]) })
            }
        } else if bytes.starts(with: "para".utf8), let kind = number(8, 2), kind < Self.parameterCounts.count {
            let parameters = (0..<Self.parameterCounts[kind]).compactMap { index in
                number(12 + 4 * index, 4).map { Double(Int32(truncatingIfNeeded: $0)) / 65536 }
            }
            guard parameters.count == Self.parameterCounts[kind] else { return nil }
            self = .function(kind, parameters)
        } else {
            return nil
        }
    }

    /// The bytes of the tag.
    var tag: [UInt8] {
        func big(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        switch self {
        case .table(let values):
            return Array("curv\0\0\0\0".utf8) + big(values.count, 4) + values.flatMap { big(Int($0), 2) }
        case .function(let kind, let parameters):
            let numbers = parameters.flatMap { big(Int(($0 * 65536).rounded()), 4) }
            return Array("para\0\0\0\0".utf8) + big(kind, 2) + [0, 0] + numbers
        }
    }
}
