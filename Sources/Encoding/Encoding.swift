import Containers
import Decoding
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

extension FinishedImage {
    /// Encodes the image with the options of the spec, and writes it to `target`. The target file is never incomplete.
    /// - Parameter original: the bytes of the source file without metadata, or nil. These bytes replace a larger
    ///   result. The exception is a WebP with data after the coded pixels, because such data can be metadata.
    package func save(
        as format: ImageFormat,
        _ spec: ImageSpec,
        to target: Job.Target,
        limits: Job.Limits,
        original: [UInt8]?
    ) throws(Failure) -> Outcome.MadeImage {
        let content: Content
        let saver: Saver
        do {
            content = try prepared(for: format, spec)
            saver = try Saver(format, options: spec.options ?? [:], autoconvert: spec.autoconvert)
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
        try checkSides(for: format)
        var file = try OutputFile(target)
        var notes = ImageNotes()
        var encoded: [UInt8]
        if let maxBytes = spec.extensions.maxBytes {
            let found = try search(maxBytes, content, format, saver)
            (notes.quality, notes.encodes) = (found.quality, found.encodes)
            encoded = found.bytes
        } else {
            encoded = try encode(content, as: format, with: saver)
        }
        // `WebPSurplus` decodes `original`, which takes time, so this condition is the last one.
        if let original, original.count < encoded.count, format != .webp || !WebPSurplus.exists(in: original) {
            encoded = original
            notes.isOriginal = true
        }
        guard encoded.count <= limits.outputBytes else {
            let message = "it would take \(encoded.count) bytes, more than max_output_size, \(limits.outputBytes)"
            throw Failure(code: .tooLarge, message: message)
        }
        // Without `autoconvert`, the preparation changes only inks, and placeholders describe colours.
        if spec.extensions.describesPlaceholders,
            case .frames(let pictures) = spec.autoconvert ? content : self.content
        {
            notes.placeholders = try Placeholders(of: pictures[0])
        }
        try file.write(encoded)
        let bytes = try file.finish()
        let size = content.size
        return Outcome.MadeImage(width: size.width, height: size.height, bytes: bytes, format: format, notes: notes)
    }

    private func prepared(for format: ImageFormat, _ spec: ImageSpec) throws -> Content {
        guard case .frames(let frames) = content else { return content }
        return .frames(try frames.map { try spec.autoconvert ? $0.prepared(for: format) : $0.unprepared(for: format) })
    }

    /// - Throws: `Failure` `too-large` for a picture with more pixels per side than the format allows.
    private func checkSides(for format: ImageFormat) throws(Failure) {
        let size = content.size
        guard let maxSide = format.maxSide, max(size.width, size.height) > maxSide else { return }
        let message =
            "\(format.rawValue) holds at most \(maxSide) pixels per side, and the image would have \(size): add a "
            + "processor that makes it smaller, such as ResizeToFit, or choose another format"
        throw Failure(code: .tooLarge, message: message)
    }

    private func search(
        _ maxBytes: Int,
        _ content: Content,
        _ format: ImageFormat,
        _ saver: Saver
    ) throws(Failure) -> QualitySearch.Result {
        guard format.hasQuality else {
            let message = "\(format.rawValue) has no quality that max_bytes could lower"
            throw Failure(code: .processorFailed, message: message)
        }
        // Keep the pixels in memory, because the search can encode them several times. Otherwise, the processors would
        // run again for each encode.
        var computed = content
        do {
            if case .frames(let pictures) = content {
                computed = .frames(try pictures.map { Picture(try $0.image.inMemory(), mode: $0.mode) })
            }
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
        return try QualitySearch(maxBytes: maxBytes).run(requested: saver.quality) { quality throws(Failure) in
            try encode(computed, as: format, with: quality.map(saver.with) ?? saver)
        }
    }

    private func encode(
        _ content: Content,
        as format: ImageFormat,
        with saver: Saver
    ) throws(Failure) -> [UInt8] {
        let pictures: [Picture]
        switch content {
        case .planes(let picture): return saver.encode(picture)
        case .frames(let frames): pictures = frames
        }
        do {
            if format == .bmp { return BMPWriter.encode(try pictures[0].flattened().image.withColorBands().pixels()) }
            guard format.hasSaver else {
                throw Failure(code: .unsupportedFormat, message: "this libvips does not write \(format.rawValue)")
            }
            let (image, hasMetadata) = try image(of: pictures, for: saver)
            let bytes = try saver.encode(image, keepsMetadata: hasMetadata)
            return format == .webp ? WebPContainer.withoutMetadata(bytes, keeping: metadata.webPChunks) : bytes
        } catch let failure as Failure {
            throw failure
        } catch {
            if let error = error as? VipsError, let missing = Saver.missingEncoder(of: format, error) {
                throw Failure(code: .unsupportedFormat, message: missing)
            }
            throw Failure(code: .cannotWrite, message: "\(format.rawValue): \(error)")
        }
    }
}
