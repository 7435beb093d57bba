import ImageSpecs
import Vips
import WorkerProtocol

extension Picture {
    /// Writes the picture as the spec asks, complete or not at all.
    func save(as format: ImageFormat, _ spec: ImageSpec, to target: Job.Target) throws(Failure) -> Outcome.MadeImage {
        let saver: Saver
        let picture: Picture
        do {
            saver = try Saver(format, options: spec.options ?? [:], autoconvert: spec.autoconvert)
            picture = try spec.autoconvert ? prepared(for: format) : unprepared(for: format)
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
        let file = try OutputFile(target)
        if format == .bmp {
            try file.write(picture.bitmap())
        } else {
            guard LibVips.has(operation: saver.operation) else {
                throw Failure(code: .unsupportedFormat, message: "this libvips does not write \(format.rawValue)")
            }
            do {
                try saver.write(picture.image, to: Target(descriptor: file.descriptor), profile: nil)
            } catch let error as VipsError {
                throw Failure(code: .cannotWrite, message: "\(format.rawValue): \(error)")
            } catch {
                throw Failure(code: .cannotWrite, message: "\(error)")
            }
            if format == .webp { try file.rewrite(WebPContainer.withoutMetadata(file.contents())) }
        }
        let bytes = try file.finish()
        return Outcome.MadeImage(width: size.width, height: size.height, bytes: bytes, format: format)
    }

    private func bitmap() throws(Failure) -> [UInt8] {
        do {
            return BMPWriter.encode(try flattened().image.withColorBands().pixels())
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
    }
}
