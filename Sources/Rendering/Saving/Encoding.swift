import ImageSpecs
import Vips
import WorkerProtocol

extension FinishedImage {
    /// Writes the image as the spec asks, complete or not at all.
    func save(as format: ImageFormat, _ spec: ImageSpec, to target: Job.Target) throws(Failure) -> Outcome.MadeImage {
        let saver: Saver
        let pictures: [Picture]
        do {
            saver = try Saver(format, options: spec.options ?? [:], autoconvert: spec.autoconvert)
            pictures = try frames.map { try spec.autoconvert ? $0.prepared(for: format) : $0.unprepared(for: format) }
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
        let file = try OutputFile(target)
        try encode(pictures, as: format, with: saver, to: file)
        let bytes = try file.finish()
        let size = frames[0].size
        return Outcome.MadeImage(width: size.width, height: size.height, bytes: bytes, format: format)
    }

    private func encode(
        _ pictures: [Picture],
        as format: ImageFormat,
        with saver: Saver,
        to file: borrowing OutputFile
    ) throws(Failure) {
        if format == .bmp { return try file.write(bitmap(pictures[0])) }
        guard LibVips.has(operation: saver.operation) else {
            throw Failure(code: .unsupportedFormat, message: "this libvips does not write \(format.rawValue)")
        }
        do {
            let (image, hasMetadata) = try image(of: pictures)
            try saver.write(image, to: Target(descriptor: file.descriptor), keepsMetadata: hasMetadata)
        } catch let error as VipsError {
            throw Failure(code: .cannotWrite, message: "\(format.rawValue): \(error)")
        } catch {
            throw Failure(code: .cannotWrite, message: "\(error)")
        }
        if format == .webp {
            try file.rewrite(WebPContainer.withoutMetadata(file.contents(), but: metadata.webPChunks))
        }
    }

    private func bitmap(_ picture: Picture) throws(Failure) -> [UInt8] {
        do {
            return BMPWriter.encode(try picture.flattened().image.withColorBands().pixels())
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
    }
}
