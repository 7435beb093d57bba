#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Containers
import Decoding
import Pictures
import Vips
import WorkerProtocol

extension Placeholders {
    init(of picture: Picture) throws(Failure) {
        do {
            let image = try picture.image.withColorBands()
            let small = try image.resized(to: Geometry.fitting(100, size: picture.size))
            let opaque = try Picture(small, mode: small.hasAlpha ? .rgba : .rgb).flattened()
            self.init(
                blurHash: BlurHash.encode(try opaque.image.pixels(), columns: 4, rows: 3),
                thumbHash: Data(ThumbHash.encode(try small.withAlphaBand().pixels())).base64EncodedString(),
                inline: try Self.inline(small, picture.size)
            )
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
    }

    private static func inline(_ small: Image, _ size: Size) throws -> String {
        let saver = try Saver(.webp, options: ["quality": .integer(30), "method": .integer(6)], autoconvert: true)
        let tiny = try small.resized(to: Geometry.fitting(16, size: size)).withoutMetadata()
        let bytes = WebPContainer.withoutMetadata(try saver.encode(tiny, keepsMetadata: false))
        return "data:image/webp;base64," + Data(bytes).base64EncodedString()
    }
}

extension Geometry {
    /// Returns the size that a picture has after it is reduced to fit into a square with this side. A picture that fits
    /// keeps its size.
    fileprivate static func fitting(_ side: Int, size: Size) -> Size {
        guard max(size.width, size.height) > side else { return size }
        let fitted = fitting(width: side, height: side, with: size)
        return Size(width: max(1, fitted.width), height: max(1, fitted.height))
    }
}
