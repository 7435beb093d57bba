import ImageSpecs
import SystemPackage
import Vips
import WorkerProtocol

@testable import Containers
@testable import Decoding
@testable import Encoding
@testable import ImageHeaders

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The input is an image file, or a part of an image file.
enum HeaderInput {
    /// The descriptor of a file that contains the current input.
    private static let file: Int32 = {
        let name = "/tmp/imagekit-fuzzing-\(getpid())"
        let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        precondition(descriptor >= 0, "cannot make \(name)")
        unlink(name)
        return descriptor
    }()

    private static let limits = Job.Limits(pixels: 1 << 20, fileBytes: 1 << 20)

    static func run(_ bytes: [UInt8]) throws(FuzzError) {
        ftruncate(file, 0)
        precondition(pwrite(file, bytes, bytes.count, 0) == bytes.count)
        try checkHeader(bytes)
        try checkSource()
        try checkOriginals(bytes)
        try checkMetadata(bytes)
    }

    /// Checks the headers of cache files and sources, as the `imagekit` process reads them.
    private static func checkHeader(_ bytes: [UInt8]) throws(FuzzError) {
        let header = ImageHeader(bytes: HeaderBytes(of: FileDescriptor(rawValue: file), count: bytes.count))
        if let image = header.image { try require(image.width > 0 && image.height > 0, "a side has no pixels") }
        for format in ImageFormat.written {
            try require((1...8).contains(header.orientation(format)), "the orientation is not from 1 to 8")
        }
        _ = header.turnsSideways
        _ = SourceHeader.read("/dev/fd/\(file)")
    }

    /// Checks the header as a worker reads it before libvips does.
    private static func checkSource() throws(FuzzError) {
        guard let source = try? SourceFile(path: "/dev/fd/\(file)", limits: limits) else { return }
        if source.format == .jpeg { try checkScans(source.bytes()) }
        for truncated in Job.Truncated.allCases {
            var limits = limits
            limits.truncated = truncated
            guard let reader = try? source.reader(limits), reader.size.area <= limits.pixels else { continue }
            // Decode only with the readers that do not use libvips, because libvips is slow.
            if !(reader is TIFFReader) && !(reader is PNGReader) { _ = try? reader.image() }
        }
    }

    private static func checkScans(_ bytes: [UInt8]) throws(FuzzError) {
        var end = 2
        for segment in JPEGSegments(of: bytes) {
            let isInPlace = segment.range.lowerBound >= end && segment.range.upperBound <= bytes.count
            try require(
                isInPlace && segment.data.clamped(to: segment.range) == segment.data,
                "a segment is outside the file or overlaps another segment"
            )
            end = segment.range.upperBound
        }
    }

    /// Checks that the removal of metadata never makes a file longer, and that a second removal changes nothing.
    private static func checkOriginals(_ bytes: [UInt8]) throws(FuzzError) {
        for format in ImageFormat.written {
            for keepsProfile in [true, false] {
                let plain = OriginalFile.withoutMetadata(bytes, format, keepsProfile: keepsProfile)
                guard let plain else { continue }
                try require(plain.count <= bytes.count, "\(format) became longer")
                let again = OriginalFile.withoutMetadata(plain, format, keepsProfile: keepsProfile)
                try require(again == plain, "\(format) still had metadata")
            }
        }
    }

    private static func checkMetadata(_ bytes: [UInt8]) throws(FuzzError) {
        let profile = ICCProfile(bytes: bytes)
        _ = (profile.isSRGB, profile.isForCMYK, profile.intent)
        if let packet = XMPPacket.withoutLocations(bytes) {
            try require(packet.count == bytes.count, "the packet has another length")
            try require(XMPPacket.withoutLocations(packet) == packet, "the packet still contains a location")
        }
        let note = EXIFText.writable(String(decoding: bytes, as: UTF8.self))
        try require(note?.hasSuffix(" (ASCII)") ?? true, "the EXIF text does not end with its type")
    }
}
