import ImageSpecs
import Vips
import WorkerProtocol

extension Picture {
    /// Writes the picture as the spec asks, complete or not at all.
    /// - Parameter profile: what the pixels' colours mean, where that is not sRGB.
    func save(
        as format: ImageFormat,
        _ spec: ImageSpec,
        profile: ICCProfile?,
        to target: Job.Target
    ) throws(Failure) -> Outcome.MadeImage {
        let picture: Picture
        let saver: Saver
        do {
            picture = try spec.autoconvert ? prepared(for: format) : unprepared(for: format)
            saver = try Saver(format, options: spec.options ?? [:], autoconvert: spec.autoconvert)
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
        let file = try OutputFile(target)
        let colorBands = picture.image.bands < 3 ? 1 : 3
        let fitting = profile.flatMap { $0.isFor(bands: colorBands) && picture.mode != .cmyk ? $0 : nil }
        let embedded = try fitting.map { profile throws(Failure) in try ProfileFile(profile, beside: target) }
        try file.write(try picture.encoded(as: format, by: saver, profile: embedded?.path))
        let bytes = try file.finish()
        return Outcome.MadeImage(width: size.width, height: size.height, bytes: bytes, format: format)
    }

    private func encoded(as format: ImageFormat, by saver: Saver, profile: String?) throws(Failure) -> [UInt8] {
        do {
            switch format {
            case .bmp:
                return BMPWriter.encode(try flattened().image.withColorBands().pixels())
            case .webp:
                return WebPContainer.withoutMetadata(
                    try saver.encode(image, profile: profile),
                    keepsProfile: profile != nil
                )
            default:
                guard LibVips.has(operation: saver.operation) else {
                    throw Failure(
                        code: .unsupportedFormat,
                        message: "this libvips does not write \(format.rawValue)"
                    )
                }
                return try saver.encode(image, profile: profile)
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(code: .cannotWrite, message: "\(format.rawValue): \(error)")
        }
    }
}
