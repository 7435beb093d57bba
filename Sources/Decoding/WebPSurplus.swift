import Containers
import ImageSpecs
import Vips

/// Tests whether a WebP file has data after its coded pixels.
package enum WebPSurplus {
    /// A number of bytes that is greater than the padding of encoders. For example, libvpx writes 4 bytes after the
    /// last code.
    private static let padding = 8

    /// Whether a picture or an alpha plane of a file has data after its codes.
    ///
    /// libwebp does not report where the codes end, but it refuses a picture whose last codes are missing. So this
    /// function removes the last bytes of the picture, and tests whether libwebp decodes the rest.
    /// - Parameter file: a result of `OriginalFile.withoutMetadata`.
    package static func exists(in file: [UInt8]) -> Bool {
        WebPFile.truncated(file, by: padding).contains { !isRefused($0) }
    }

    /// Whether libwebp refuses a file. Any other error, such as a full disk, does not show where the codes end.
    private static func isRefused(_ file: [UInt8]) -> Bool {
        do {
            try decode(file)
            return false
        } catch {
            return (error as? VipsError)?.hint.contains("webp") ?? false
        }
    }

    private static func decode(_ file: [UInt8]) throws {
        guard let loader = ImageFormat.webp.loader else { return }
        var operation = try Operation(loader)
        try operation.set("source", .source(Source(bytes: file)))
        if LibVips.has(option: "fail_on", of: loader) { try operation.set("fail_on", "truncated") }
        try operation.build()
        _ = try operation.image().inMemory()
    }
}
