import Containers
import Vips
import WorkerProtocol

extension SourceFile {
    /// Returns the failure for any error that occurred while the file was decoded. A failure stays as it is.
    package func failure(decoding error: any Error) -> Failure {
        switch error {
        case let failure as Failure: failure
        case let error as VipsError: failure(undecodable: error)
        case let error as ContainerError: Failure(error)
        default: Failure(code: .corruptSource, message: "\(error)")
        }
    }

    /// Returns the failure for a decoder error: the file is broken, or the decoder does not support a feature of the
    /// file.
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
    /// for JPEG, the header of the file decides. For other formats, the message of the decoder decides, but only if it
    /// is unambiguous.
    private func limit(of error: VipsError) -> Limit? {
        switch format {
        case .jpeg:
            guard let frame = JPEGFrame(of: bytes()), let kind = frame.unusualKind else { return nil }
            // With libjpeg-turbo 3, libvips decodes lossless JPEG of 8 bits. libjpeg-turbo 3 also decodes JPEG of 12
            // bits, but libvips up to 8.18 does not use this feature.
            let isDecodable = frame.isLossless && frame.precision == 8 && !frame.isHierarchical
            let library = isDecodable ? ", or use a libvips with libjpeg-turbo 3" : ""
            return Limit(library: "libjpeg", kind: kind, remedy: "save it as a baseline JPEG of 8 bits" + library)
        case .avif, .heic:
            // libheif 1.18 and newer report "Error while loading plugin" if they have no decoder for the codec.
            let limits = ["Unsupported codec", "Unsupported feature", "Error while loading plugin"]
            guard limits.contains(where: error.hint.contains) else { return nil }
            let plugin = format == .avif ? "libheif-plugin-dav1d" : "libheif-plugin-libde265"
            return Limit(
                library: "libheif",
                kind: "this \(format.rawValue)",
                remedy: "install \(plugin), or a newer libheif"
            )
        case .tiff:
            guard error.hint.contains("not configured") else { return nil }
            return Limit(
                library: "libtiff",
                kind: "this compression of TIFF",
                remedy: "save it with another, such as LZW, or use a libtiff with more codecs"
            )
        default: return nil
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
