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
        var image = try image.withColorBands()
        let corner = try image.cropped(to: Box(left: 0, top: 0, width: 1, height: 1)).pixels().samples
        let color = background?.samples(3) ?? corner.prefix(3).map(Double.init)
        // The median filter needs three columns and rows. So repeat the last column or row of a thinner picture.
        let side = 3
        if size.width < side || size.height < side {
            image = try image.apply(
                "embed",
                [
                    "x": 0, "y": 0, "width": .int(max(size.width, side)), "height": .int(max(size.height, side)),
                    "extend": "copy",
                ]
            )
        }
        var search = try Operation("find_trim")
        try search.set("in", .image(image))
        try search.set("threshold", .double(threshold))
        try search.set("background", .doubles(color))
        try search.build()
        let (left, top) = (try search.int("left"), try search.int("top"))
        let box = Box(
            left: left,
            top: top,
            width: min(try search.int("width"), size.width - left),
            height: min(try search.int("height"), size.height - top)
        )
        // A picture that is entirely background is not cropped.
        return box.width > 0 && box.height > 0 ? box : full
    }
}
