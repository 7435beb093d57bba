import Containers
import Vips
import WorkerProtocol

extension SourceFile {
    /// Returns the failure for a decoder error: the file is broken, or the decoder does not support it.
    package func failure(undecodable error: VipsError) -> Failure {
        let reason = error.hint.isEmpty ? "its decoder gives no reason" : error.hint
        guard let limit = limit(of: error) else {
            return Failure(code: .corruptSource, message: "cannot be decoded (\(reason))")
        }
        let version = LibVips.version
        let decoder = "libvips \(version.major).\(version.minor).\(version.micro) with its \(limit.library)"
        return Failure(
            code: .unsupportedFormat,
            message: "\(decoder) does not read \(limit.kind): \(limit.remedy) (\(reason))"
        )
    }

    /// A feature that a decoder does not support.
    private struct Limit {
        let library: String
        let kind: String
        let remedy: String
    }

    /// Returns the unsupported feature that caused an error. Decoders also report broken files as "not supported". So
    /// the file's own header decides if it is known, and the decoder's message decides only if it is unambiguous.
    private func limit(of error: VipsError) -> Limit? {
        switch format {
        case .jpeg:
            guard let kind = JPEGFrame(of: bytes())?.unusualKind else { return nil }
            return Limit(
                library: "libjpeg",
                kind: kind,
                remedy: "save it as a JPEG of 8 bits, or use a libvips with libjpeg-turbo 3"
            )
        case .avif, .heic:
            guard ["Unsupported codec", "Unsupported feature"].contains(where: error.hint.contains) else { return nil }
            let codec = format == .avif ? "AV1" : "HEVC"
            return Limit(
                library: "libheif",
                kind: "this \(format.rawValue)",
                remedy: "install libheif's plugin for \(codec), or a newer libheif"
            )
        case .tiff:
            guard error.hint.contains("not configured") else { return nil }
            return Limit(
                library: "libtiff",
                kind: "this compression of TIFF",
                remedy: "save it with another, such as LZW, or use a libtiff with more codecs"
            )
        case .png, .webp, .gif, .bmp, .ico, .cur, .svg, .pdf, .jpeg2000, .jxl: return nil
        }
    }
}

extension JPEGFrame {
    /// A variant that few decoders support. It is nil for the usual variants.
    fileprivate var unusualKind: String? {
        if isHierarchical { return "hierarchical JPEG" }
        if isLossless { return "lossless JPEG" }
        return precision == 8 ? nil : "JPEG of \(precision) bits"
    }
}
