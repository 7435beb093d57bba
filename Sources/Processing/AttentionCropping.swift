import Pictures
import Vips

extension Picture {
    /// The part of this size that draws the eye. Never enlarges.
    func attentionBox(_ target: Size) throws -> Box {
        let target = Size(width: min(target.width, size.width), height: min(target.height, size.height))
        guard target != size else { return Box(left: 0, top: 0, width: size.width, height: size.height) }
        var look = try Operation("smartcrop")
        try look.set("input", .image(try image.withColorBands()))
        try look.set("width", .int(target.width))
        try look.set("height", .int(target.height))
        try look.set("interesting", "attention")
        try look.build()
        // An extract remembers where its origin's origin is.
        let offset = try look.image().offset
        return Box(left: -offset.x, top: -offset.y, width: target.width, height: target.height)
    }
}
