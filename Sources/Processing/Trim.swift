import ImageSpecs
import Pictures
import Vips

extension Trim: PictureStep {
    package func box(in picture: Picture) throws -> Box? {
        try picture.trimmedBox(threshold: threshold, background)
    }
}

extension Picture {
    /// `Trim`: returns the box that remains without the borders in the background's colour. libvips' `find_trim` first
    /// applies a median filter, so specks and the noise of a scan count as background.
    /// - Parameters:
    ///   - threshold: the maximum difference, in each band, between the borders and `background`, from 0 to 255.
    ///   - background: the colour of the borders. Nil stands for the colour of the top left pixel.
    func trimmedBox(threshold: Double, _ background: Color?) throws -> Box {
        let full = Box(left: 0, top: 0, width: size.width, height: size.height)
        let image = try image.withColorBands()
        let corner = try image.cropped(to: Box(left: 0, top: 0, width: 1, height: 1)).pixels().samples
        let color = background?.samples(3) ?? corner.prefix(3).map(Double.init)
        var search = try Operation("find_trim")
        try search.set("in", .image(image))
        try search.set("threshold", .double(threshold))
        try search.set("background", .doubles(color))
        try search.build()
        let box = Box(
            left: try search.int("left"),
            top: try search.int("top"),
            width: try search.int("width"),
            height: try search.int("height")
        )
        // A picture that is entirely background is not cropped.
        return box.width > 0 && box.height > 0 ? box : full
    }
}
