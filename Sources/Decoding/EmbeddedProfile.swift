import Containers
import ImageSpecs
import Vips

/// The ICC profile that goes into a file.
package enum EmbeddedProfile {
    /// libvips' own profile of that name (`srgb` or `p3`), as it marks the images that it has converted.
    package static func named(_ name: String) throws -> [UInt8]? {
        let pixel = try Image(Pixels(width: 1, height: 1, bands: 3, samples: [0, 0, 0]))
        return try pixel.apply("icc_transform", ["output_profile": .string(name), "input_profile": "srgb"])
            .blob(field: "icc-profile-data")
    }

    /// Whether the profile is about images of so many bands, the last of which may be alpha.
    package static func fits(_ profile: [UInt8], bands: Int) -> Bool {
        ICCProfile(bytes: profile).isFor(bands: bands < 3 ? 1 : 3)
    }
}
