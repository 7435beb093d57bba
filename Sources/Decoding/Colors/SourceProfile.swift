import Containers
import ImageSpecs

/// The colour space of a source, from a profile in the file or from other colour information in its container.
package struct SourceProfile {
    package let icc: ICCProfile
    /// Whether the colours are sRGB, so that a conversion to sRGB is not necessary.
    package let isSRGB: Bool
    /// Whether the file contains the profile itself.
    private let isEmbedded: Bool

    private init(_ icc: ICCProfile, isEmbedded: Bool) {
        self.icc = icc
        self.isEmbedded = isEmbedded
        isSRGB = icc.isSRGB
    }

    /// The profile that an output file with unconverted colours must contain. It is nil for sRGB colours if the source
    /// contains no profile.
    package var needed: [UInt8]? { isEmbedded || !isSRGB ? icc.bytes : nil }

    /// - Returns: nil for a source that is treated as sRGB. Such a source has no usable colour information, or it is a
    ///   PNG whose colours the chunk `sRGB` determines.
    init?(of file: SourceFile, _ header: HeaderFacts) {
        let embedded = header.profile.map(ICCProfile.init).flatMap { $0.isUsable ? $0 : nil }
        let isGrey = header.samples.bands < 3
        let described: ICCProfile?
        // An embedded profile has priority over other colour information, except over PNG's `cICP`.
        switch file.format {
        case .png:
            let colors = PNGColors(of: file)
            if let profile = colors.codePoints?.profile(isGrey: isGrey) {
                self.init(profile, isEmbedded: false)
                return
            }
            described = colors.isSRGB ? nil : colors.profile(isGrey: isGrey)
        case .avif, .heic: described = HEIFColors.codePoints(of: file)?.profile(isGrey: isGrey)
        default: described = nil
        }
        guard let profile = embedded ?? described else { return nil }
        self.init(profile, isEmbedded: embedded != nil)
    }

    /// Whether the profile matches the colour space of an image.
    func isFor(_ samples: SampleKind) -> Bool {
        samples.interpretation == "cmyk" ? icc.isForCMYK : icc.isFor(bands: samples.bands < 3 ? 1 : 3)
    }
}

extension PNGColors {
    /// Returns the profile for `gAMA` and `cHRM`. If one of them is missing, the value of sRGB is used. Returns nil if
    /// both are missing.
    fileprivate func profile(isGrey: Bool) -> ICCProfile? {
        guard gamma != nil || chromaticities != nil else { return nil }
        let curve = gamma.map(ICCCurve.init(encodingExponent:)) ?? .sRGB
        return isGrey ? ICCProfile(greyCurve: curve) : ICCProfile(primaries: chromaticities ?? .sRGB, curve: curve)
    }
}

extension ICCCurve {
    /// Creates the curve for PNG's `gAMA`. Writers use 1 / 2.2 for sRGB (PNG, third edition, 11.3.2.5), so this value
    /// stands for sRGB's curve.
    fileprivate init(encodingExponent exponent: Double) {
        self = abs(exponent - 1 / 2.2) < 0.005 ? .sRGB : .power(1 / exponent)
    }
}
