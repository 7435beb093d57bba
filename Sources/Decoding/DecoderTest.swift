import ImageSpecs
import Vips
import WorkerProtocol

/// Decodes a tiny picture, to find out whether the installed libvips has the decoder of a format. libvips can have a
/// loader whose decoder is missing, because the codecs of libheif can be plug-ins.
package enum DecoderTest {
    /// Returns the reason why the sample picture of a format cannot be decoded, or nil if it is decoded. Also returns
    /// nil for a format without a sample picture. Such a format is read without libvips, or only with `allow_loaders`.
    package static func failure(of format: ImageFormat) -> String? {
        guard let bytes = sample(of: format) else { return nil }
        let limits = Job.Limits()
        do {
            let memory = try AnonymousFile()
            try bytes.withUnsafeBytes { try memory.append($0) }
            let file = try SourceFile(memory, limits: limits)
            do {
                _ = try Decoder(file, limits: limits).picture(.srgb)
                return nil
            } catch let error as VipsError {
                return file.failure(undecodable: error).message
            }
        } catch let failure as Failure {
            return failure.message
        } catch {
            return "\(error)"
        }
    }

    private static func sample(of format: ImageFormat) -> [UInt8]? {
        switch format {
        case .jpeg: PackageResources.sample_jpg
        case .png: PackageResources.sample_png
        case .webp: PackageResources.sample_webp
        case .tiff: PackageResources.sample_tif
        case .avif: PackageResources.sample_avif
        case .heic: PackageResources.sample_heic
        default: nil
        }
    }
}
