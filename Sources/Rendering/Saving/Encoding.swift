import ImageSpecs
import Vips
import WorkerProtocol

extension FinishedImage {
    /// Writes the image as the spec asks, complete or not at all.
    /// - Parameter original: the source's bytes, where they may take the result's place if they are fewer.
    func save(
        as format: ImageFormat,
        _ spec: ImageSpec,
        to target: Job.Target,
        original: [UInt8]?
    ) throws(Failure) -> Outcome.MadeImage {
        let saver: Saver
        let pictures: [Picture]
        do {
            saver = try Saver(format, options: spec.options ?? [:], autoconvert: spec.autoconvert)
            pictures = try frames.map { try spec.autoconvert ? $0.prepared(for: format) : $0.unprepared(for: format) }
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
        let file = try OutputFile(target)
        var notes = ImageNotes()
        if let maxBytes = spec.extensions.maxBytes {
            let found = try search(maxBytes, pictures, format, saver, file)
            (notes.quality, notes.encodes) = (found.quality, found.encodes)
        } else {
            try encode(pictures, as: format, with: saver, to: file)
        }
        if let original, original.count < (try file.byteCount()) {
            try file.rewrite(original)
            notes.isOriginal = true
        }
        if spec.extensions.placeholders { notes.placeholders = try Placeholders(of: pictures[0], beside: target) }
        let bytes = try file.finish()
        let size = frames[0].size
        return Outcome.MadeImage(width: size.width, height: size.height, bytes: bytes, format: format, notes: notes)
    }

    private func search(
        _ maxBytes: Int,
        _ pictures: [Picture],
        _ format: ImageFormat,
        _ saver: Saver,
        _ file: borrowing OutputFile
    ) throws(Failure) -> QualitySearch.Found {
        guard format.hasQuality else {
            let message = "\(format.rawValue) has no quality that max_bytes could lower"
            throw Failure(code: .processorFailed, message: message)
        }
        // Encoded again and again, but made once.
        let held: [Picture]
        do {
            held = try pictures.map { Picture(try $0.image.inMemory(), mode: $0.mode) }
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
        let found = try QualitySearch(maxBytes: maxBytes).run(asked: saver.quality) { quality throws(Failure) in
            try file.empty()
            try encode(held, as: format, with: quality.map(saver.with) ?? saver, to: file)
            return try file.contents()
        }
        try file.rewrite(found.bytes)
        return found
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
