import Decoding
import Encoding
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

extension Exec: PictureStep {
    package func apply(to picture: Picture, _ limits: Job.Limits) throws -> Picture {
        try picture.processed(by: self, limits)
    }
}

extension Picture {
    /// `exec`: lets a program change the picture. The program reads the picture from standard input, in the format that
    /// the step names, and writes a PNG or TIFF to standard output. The result can have another size than the
    /// picture, and has at most `max_pixels` pixels. Grey and RGB colours of the result are not converted to sRGB.
    /// - Throws: `ProcessorError` if the program cannot start, fails, writes too many bytes, or writes anything except
    ///   a readable PNG or TIFF.
    fileprivate func processed(by program: Exec, _ limits: Job.Limits) throws -> Picture {
        let words = program.words(for: size)
        let input = try AnonymousFile()
        // The program reads the file only once, so a short encoding time is more important than a small file.
        let quick: [String: Value] = ["compress_level": .integer(1), "vips": .dictionary(["filter": .string("none")])]
        let options = program.format == .png ? quick : [:]
        let saver = try Saver(program.format, options: options, autoconvert: false)
        let bytes = try saver.encode(try image.withoutMetadata(), keepsMetadata: false)
        try bytes.withUnsafeBytes { try input.append($0) }
        // Of the job's limits, only `max_pixels` applies to the output. The others are meant for sources, so the output
        // has their defaults. For example, an output without compression can be larger than `max_file_size`.
        let limits = Job.Limits(pixels: limits.pixels)
        let output = try ProgramRun(words).run(input, maxBytes: limits.fileBytes)
        do throws(Failure) {
            let file = try SourceFile(output, limits: limits)
            guard file.format == .png || file.format == .tiff else {
                throw Failure(code: .unsupportedFormat, message: "it is neither PNG nor TIFF")
            }
            let decoder = try Decoder(file, limits: limits)
            return try decoder.wholePicture()
        } catch {
            throw ProcessorError(description: "\(words[0]) wrote no image: \(error.message)")
        }
    }
}

extension Decoder {
    fileprivate func wholePicture() throws(Failure) -> Picture {
        do {
            return try picture(.keep)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(code: .corruptSource, message: "\(error)")
        }
    }
}

extension Exec {
    /// Returns the words of the command for an image of this size.
    fileprivate func words(for size: Size) -> [String] {
        command.map { word in
            word.replacing("{width}", with: "\(size.width)").replacing("{height}", with: "\(size.height)")
        }
    }
}
