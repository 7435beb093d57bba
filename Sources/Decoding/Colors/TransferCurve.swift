#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Containers

/// The transfer curve from samples to linear light, for the code points of ITU-T H.273, table 3. A light of 1 is the
/// white of sRGB.
enum TransferCurve {
    case sRGB
    case power(Double)
    /// SMPTE ST 240.
    case smpte240
    /// Perceptual quantization (SMPTE ST 2084): absolute light up to 10,000 cd/m².
    case pq
    /// Hybrid log-gamma (ITU-R BT.2100).
    case hlg

    /// - Returns: nil for a number that is reserved, unspecified (2), or not used for pictures.
    init?(_ number: Int) {
        switch number {
        // 13 is sRGB. The other numbers of this case are curves of cameras, such as BT.709 and BT.2020. Browsers show
        // these curves as sRGB, because many encoders write these numbers for sRGB pictures.
        case 1, 6, 11, 12, 13, 14, 15: self = .sRGB
        case 4: self = .power(2.2)
        case 5: self = .power(2.8)
        case 7: self = .smpte240
        case 8: self = .power(1)
        case 16: self = .pq
        case 18: self = .hlg
        default: return nil
        }
    }

    /// The curve for a profile. For PQ and HLG, the curve includes the tone mapping (`ToneMapping`).
    var curve: ICCCurve {
        switch self {
        case .sRGB: .sRGB
        case .power(let exponent): .power(exponent)
        // A profile contains each of these curves as a table. PQ is steep: it doubles the light within about 75 of the
        // 1024 levels of a 10-bit picture, and within fewer levels in dark areas. With 4096 steps, the interpolation is
        // exact enough.
        case .smpte240, .pq, .hlg: ICCCurve(count: 4096, light)
        }
    }

    /// The same curve for samples whose range is 16 to 235 instead of 0 to 255.
    var narrowRangeCurve: ICCCurve {
        let full = curve
        return ICCCurve(count: 4096) { full.light(min(max(($0 * 255 - 16) / 219, 0), 1)) }
    }

    private func light(_ sample: Double) -> Double {
        switch self {
        case .sRGB, .power: curve.light(sample)
        case .smpte240: sample < 0.0913 ? sample / 4 : pow((sample + 0.1115) / 1.1115, 1 / 0.45)
        case .pq: ToneMapping.light(nits: TransferCurve.nits(pq: sample))
        case .hlg: ToneMapping.light(nits: TransferCurve.nits(hlg: sample))
        }
    }

    /// Returns the light in cd/m² (ST 2084, 5.1).
    private static func nits(pq sample: Double) -> Double {
        let (m1, m2) = (2610.0 / 16384, 2523.0 / 4096 * 128)
        let (c1, c2, c3) = (3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32)
        let power = pow(sample, 1 / m2)
        return 10000 * pow(max(power - c1, 0) / (c2 - c3 * power), 1 / m1)
    }

    /// Returns the light in cd/m² on a screen whose white has 1000 cd/m² (BT.2100, table 5). The function uses the
    /// formula for greys, in which the scene's light is raised to the power of 1.2. For other colours, the result is
    /// approximate.
    private static func nits(hlg sample: Double) -> Double {
        let a = 0.17883277
        let (b, c) = (1 - 4 * a, 0.5 - a * log(4 * a))
        let scene = sample <= 0.5 ? sample * sample / 3 : (exp((sample - c) / a) + b) / 12
        return 1000 * pow(scene, 1.2)
    }
}
