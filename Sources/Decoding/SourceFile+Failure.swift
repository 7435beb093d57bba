import Containers
import Vips
import WorkerProtocol

extension SourceFile {
    /// Why a decoder gave up: the file is broken, or it is of a kind that the decoder does not know.
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

    /// What a decoder does not read.
    private struct Limit {
        let library: String
        let kind: String
        let remedy: String
    }

    /// A broken file makes decoders say that something is not supported, too. The file's own header counts if it is known,
    /// the decoder's words if they can mean nothing else.
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
    /// What few decoders read; nil for the usual kinds.
    fileprivate var unusualKind: String? {
        if isHierarchical { return "hierarchical JPEG" }
        if isLossless { return "lossless JPEG" }
        return precision == 8 ? nil : "JPEG of \(precision) bits"
    }
}
