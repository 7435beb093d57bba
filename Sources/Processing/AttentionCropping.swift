import Pictures
import Vips

extension Picture {
    /// Returns the box of this size that attracts the most attention. The box is never larger than the picture.
    func attentionBox(_ target: Size) throws -> Box {
        let target = Size(width: min(target.width, size.width), height: min(target.height, size.height))
        guard target != size else { return Box(left: 0, top: 0, width: size.width, height: size.height) }
        var crop = try Operation("smartcrop")
        try crop.set("input", .image(try image.withColorBands()))
        try crop.set("width", .int(target.width))
        try crop.set("height", .int(target.height))
        try crop.set("interesting", "attention")
        try crop.build()
        // `smartcrop` stores the position of the crop, negated, in the offset of its result.
        let offset = try crop.image().offset
        return Box(left: -offset.x, top: -offset.y, width: target.width, height: target.height)
    }
}
