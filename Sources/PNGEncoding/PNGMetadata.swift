/// The metadata of a PNG.
package struct PNGMetadata {
    /// The ICC profile.
    package var profile: [UInt8]?
    /// The XMP packet.
    package var xmp: [UInt8]?

    package init(profile: [UInt8]? = nil, xmp: [UInt8]? = nil) {
        (self.profile, self.xmp) = (profile, xmp)
    }
}
