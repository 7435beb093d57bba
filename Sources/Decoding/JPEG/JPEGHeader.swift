import Containers
import JPEGDecoding
import Pictures

/// The header of a JPEG, read without libvips. A worker that makes only JPEGs from JPEGs would need libvips only for
/// headers, and loading libvips takes longer than making a thumbnail.
///
/// The values must equal the values that libvips would read. libvips can read an irregular file differently, so the
/// initializer refuses such a file. Then libvips reads the header of the file, or reports the error in the file.
struct JPEGHeader {
    let picture: JPEGPicture
    /// The EXIF orientation, from 1 to 8.
    let orientation: Int
    /// The ICC profile in the file, or nil.
    let profile: [UInt8]?

    /// The largest size of a file in bytes. `picture` keeps the file in memory until the last output is made. libvips
    /// reads a file in parts, so libvips needs less memory for large files.
    private static let maxBytes = 16 << 20

    var size: Size { Size(width: picture.width, height: picture.height) }

    /// The kind of samples that libvips would decode.
    var samples: SampleKind {
        let spaces = [1: "b-w", 4: "cmyk"]
        return SampleKind(
            bands: picture.componentCount,
            format: "uchar",
            interpretation: spaces[picture.componentCount] ?? "srgb"
        )
    }

    /// - Returns: nil for a file that is not a JPEG, that is larger than `maxBytes`, that `JPEGPicture` refuses, or
    ///   whose metadata is irregular.
    init?(of file: SourceFile) {
        guard file.byteCount <= Self.maxBytes, let picture = JPEGPicture(file), let orientation = picture.orientation,
            let profile = picture.profile
        else { return nil }
        self.picture = picture
        self.orientation = orientation
        self.profile = profile.isEmpty ? nil : profile
    }
}

extension JPEGPicture {
    /// - Returns: nil for a file that is not a JPEG, or that only libvips decodes.
    init?(_ file: SourceFile) {
        guard file.format == .jpeg else { return nil }
        var bytes = file.bytes()
        // Accept a file without its end marker, because its picture can be complete. The initializer below refuses the
        // file if whole scans are missing, but it does not notice that the data of the last scan is cut off.
        if !bytes.suffix(2).elementsEqual(JPEGSegments.endMarker) { bytes += JPEGSegments.endMarker }
        guard let picture = try? JPEGPicture(bytes) else { return nil }
        // A small output does not always need the last scan of a picture with several scans. Then the decoder would not
        // notice that data is missing. So check all scans here if the end marker was missing.
        guard
            picture.byteCount <= file.byteCount || !picture.skipsScans
                || picture.hasCompleteScans(byteLimit: PlanarJPEG.defaultByteLimit)
        else { return nil }
        self = picture
    }

    private func segments(_ marker: UInt8, _ prefix: String) -> [ArraySlice<UInt8>] {
        applicationSegments.filter { $0.marker == marker }.map { file[$0.data] }
            .filter { $0.starts(with: prefix.utf8) }
    }

    /// The EXIF orientation, or nil if the EXIF data is broken or occurs twice. libvips finds EXIF data by the prefix
    /// `Exif`.
    fileprivate var orientation: Int? {
        let segments = segments(0xE1, "Exif")
        guard let segment = segments.first else { return 1 }
        return segments.count == 1 ? EXIFOrientation.read(segment) : nil
    }

    /// The ICC profile. It is empty if the file has no profile. It is nil if a part of the profile is missing, broken,
    /// or out of order (ICC.1:2010, annex B.4), or if there are too many parts. libvips finds the parts by the prefix
    /// `ICC_PROFILE`.
    fileprivate var profile: [UInt8]? {
        let parts = segments(0xE2, "ICC_PROFILE")
        let headLength = 14
        // Refuse many parts, because versions of libvips differ in the maximum number of parts that they read.
        guard parts.count <= 100 else { return nil }
        for (index, part) in parts.enumerated() {
            let head = Array(part.prefix(headLength))
            guard part.count > headLength, head[11] == 0, Int(head[12]) == index + 1, Int(head[13]) == parts.count
            else {
                return nil
            }
        }
        return parts.flatMap { $0.dropFirst(headLength) }
    }
}
