import ImageSpecs
import JPEGEncoding
import Pictures

extension Saver {
    /// The resolution of the colour differences in a JPEG that `JPEGEncoding` writes with these options. It is nil if
    /// the format is not JPEG, or if only libvips supports the options. An example is the option `progressive`.
    package var planes: PlanarPicture.Subsampling? {
        var subsampling: PlanarPicture.Subsampling?
        for (name, value) in arguments {
            switch (name, value) {
            case ("Q", .int), ("optimize_coding", .bool(true)), ("interlace", .bool(false)): break
            case ("subsample_mode", .string("on")): subsampling = .halved
            case ("subsample_mode", .string("off")): subsampling = .full
            default: return nil
            }
        }
        return format == .jpeg ? subsampling : nil
    }

    /// Encodes the components of a picture as a JPEG. Use this method only if `planes` is not nil.
    func encode(_ picture: PlanarPicture) -> [UInt8] {
        let components = picture.planes.map { plane in
            JPEGComponent(width: plane.size.width, height: plane.size.height, samples: plane.samples)
        }
        let encoder = JPEGEncoder(quality: quality ?? 75)
        return encoder.encode(components, isSubsampled: picture.subsampling == .halved)
    }
}
