import Decoding
import ImageSpecs
import Pictures
import Vips

/// All frames of an animation. The frames are decoded at the first request. All animated outputs share the frames.
final class SharedFrames {
    private let decoder: Decoder
    /// All frames in one image, one below the other, or the failure to decode them. The value is kept, so that other
    /// outputs do not decode the frames again.
    private var strip: Result<Image, Failure>?
    private var made: [PixelRequest.Treatment: [Picture]] = [:]

    private var didDecode: (() -> Void)?

    /// - Parameter didDecode: is called once, when the frames are decoded.
    init(_ decoder: Decoder, didDecode: @escaping () -> Void = {}) {
        self.decoder = decoder
        self.didDecode = didDecode
    }

    /// Returns the frames in the requested colours. The frames are upright if `treatment.autorotate` is true.
    func pictures(_ treatment: PixelRequest.Treatment) throws -> [Picture] {
        if let pictures = made[treatment] { return pictures }
        let strip = try wholeStrip()
        didDecode?()
        didDecode = nil
        let turns = treatment.autorotate ? Orientation.turns(decoder.orientation) : []
        let pictures = try (0..<decoder.frameCount).map { index in
            let box = Box(
                left: 0,
                top: index * decoder.size.height,
                width: decoder.size.width,
                height: decoder.size.height
            )
            let conversion = ColorConversion(from: decoder.profile, to: treatment.colors)
            var picture = try Normalization.picture(try strip.cropped(to: box), conversion)
            picture.image = try picture.image.turned(turns)
            if !treatment.autorotate { picture.orientation = decoder.orientation }
            return picture
        }
        made[treatment] = pictures
        return pictures
    }

    private func wholeStrip() throws -> Image {
        if let strip { return try strip.get() }
        let decoded = Result { () throws(Failure) in try decodedStrip() }
        strip = decoded
        return try decoded.get()
    }

    private func decodedStrip() throws(Failure) -> Image {
        do {
            let decoded = try Normalization.eightBit(decoder.loadAllFrames(), .none).image.inMemory()
            guard decoded.height == decoder.size.height * decoder.frameCount else {
                throw Failure(code: .corruptSource, message: "its frames are not all of one size")
            }
            return decoded
        } catch {
            throw decoder.file.failure(decoding: error)
        }
    }
}
