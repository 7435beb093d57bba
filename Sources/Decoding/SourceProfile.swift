import Containers
import ImageSpecs
import Vips

/// What the numbers of a source's colours mean, said by a profile in the file or by numbers in its container.
package struct SourceProfile {
    package let icc: ICCProfile
    /// No conversion to sRGB is needed.
    package let isSRGB: Bool
    /// The file has the profile itself.
    private let isEmbedded: Bool

    private init(_ icc: ICCProfile, isEmbedded: Bool) {
        self.icc = icc
        self.isEmbedded = isEmbedded
        isSRGB = icc.isSRGB
    }

    /// The profile that a file with the same numbers has to have. Without one they are sRGB's.
    package var needed: [UInt8]? { isEmbedded || !isSRGB ? icc.bytes : nil }

    /// - Returns: nil for a source that says nothing about its colours, or nothing usable: they are taken as sRGB.
    init?(of file: SourceFile, header: Image) {
        let embedded = header.blob(field: "icc-profile-data").map(ICCProfile.init).flatMap {
            $0.canBeFollowed ? $0 : nil
        }
        let isGrey = header.bands < 3
        let described: ICCProfile?
        // A format's numbers count less than a profile, except PNG's `cICP`.
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

    /// Whether colours of an image are in the space that the profile is for.
    func isFor(_ image: Image) -> Bool {
        image.interpretation == "cmyk" ? icc.isForCMYK : icc.isFor(bands: image.bands < 3 ? 1 : 3)
    }
}

extension PNGColors {
    /// `gAMA` and `cHRM`; what is missing of the two is sRGB's.
    fileprivate func profile(isGrey: Bool) -> ICCProfile? {
        guard gamma != nil || chromaticities != nil else { return nil }
        let curve = gamma.map(ICCCurve.init(encodingExponent:)) ?? .sRGB
        return isGrey ? ICCProfile(greyCurve: curve) : ICCProfile(primaries: chromaticities ?? .sRGB, curve: curve)
    }
}

extension ICCCurve {
    /// PNG's `gAMA`. Writers of sRGB write 1 / 2.2 (PNG, third edition, 11.3.2.5), and mean its curve.
    fileprivate init(encodingExponent exponent: Double) {
        self = abs(exponent - 1 / 2.2) < 0.005 ? .sRGB : .power(1 / exponent)
    }
}
