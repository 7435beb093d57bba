import Pictures
import Vips

/// The values of a header that the decoder needs.
struct HeaderFacts: Equatable {
    let size: Size
    let samples: SampleKind
    /// The EXIF orientation, from 1 to 8.
    let orientation: Int
    /// The bytes of the embedded ICC profile, or nil.
    let profile: [UInt8]?
    var pageCount = 1
    /// The durations of the frames, in milliseconds. The array can have fewer elements than the file has frames.
    var delays: [Int] = []
    var loop = 0

    /// - Parameter image: an image with the metadata of the file.
    init(_ image: Image) {
        size = Size(width: image.width, height: image.height)
        samples = image.samples
        let stored = image.int(field: "orientation") ?? 1
        orientation = 1...8 ~= stored ? stored : 1
        profile = image.blob(field: "icc-profile-data")
        pageCount = image.int(field: "n-pages") ?? 1
        delays = image.ints(field: "delay") ?? []
        loop = image.int(field: "loop") ?? 0
    }

    init(_ jpeg: JPEGHeader) {
        (size, samples, orientation, profile) = (jpeg.size, jpeg.samples, jpeg.orientation, jpeg.profile)
    }
}
