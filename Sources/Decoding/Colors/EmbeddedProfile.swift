import Containers
import ImageSpecs
import Vips

/// The ICC profile that is embedded in an output file.
package enum EmbeddedProfile {
    /// Returns the profile that libvips contains under this name (`srgb` or `p3`). libvips attaches the same profile to
    /// images that it converts to these colours.
    package static func named(_ name: String) throws -> [UInt8]? {
        let pixel = try Image(Pixels(width: 1, height: 1, bands: 3, samples: [0, 0, 0]))
        return try pixel.apply("icc_transform", ["output_profile": .string(name), "input_profile": "srgb"])
            .blob(field: "icc-profile-data")
    }

    /// Whether the profile is for images with this number of bands. The last band can be alpha.
    package static func fits(_ profile: [UInt8], bands: Int) -> Bool {
        ICCProfile(bytes: profile).isFor(bands: bands < 3 ? 1 : 3)
    }

    /// Returns a profile for images with this number of bands. The last band can be alpha. If the given profile is for
    /// greys and the image has colour bands, the result is a profile for RGB with the same curve.
    /// - Returns: nil if the profile describes other colours.
    package static func fitted(_ profile: [UInt8], bands: Int) -> [UInt8]? {
        if fits(profile, bands: bands) { return profile }
        guard bands >= 3, let curve = ICCProfile(bytes: profile).greyCurve else { return nil }
        return ICCProfile(primaries: .sRGB, curve: curve)?.bytes
    }
}
