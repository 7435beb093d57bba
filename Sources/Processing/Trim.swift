import ImageSpecs
import Pictures
import Vips

extension Trim: PictureStep {
    package func box(in picture: Picture) throws -> Box? {
        try picture.trimmedBox(threshold: threshold, background)
    }
}

extension Picture {
    /// `Trim`: libvips' `find_trim`, which takes a median first, so that specks and the noise of a scan do not count.
    /// - Parameter threshold: how far a band may be off the background, from 0 to 255.
    func trimmedBox(threshold: Double, _ background: Color?) throws -> Box {
        let whole = Box(left: 0, top: 0, width: size.width, height: size.height)
        let image = try image.withColorBands()
        let corner = try image.cropped(to: Box(left: 0, top: 0, width: 1, height: 1)).pixels().samples
        let color = background?.samples(3) ?? corner.prefix(3).map(Double.init)
        var look = try Operation("find_trim")
        try look.set("in", .image(image))
        try look.set("threshold", .double(threshold))
        try look.set("background", .doubles(color))
        try look.build()
        let box = Box(
            left: try look.int("left"),
            top: try look.int("top"),
            width: try look.int("width"),
            height: try look.int("height")
        )
        // A picture that is background all over stays as it is.
        return box.width > 0 && box.height > 0 ? box : whole
    }
}
