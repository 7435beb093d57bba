import Testing

/// Tests the bytes of PNGs that the built worker writes.
@Suite struct PNGOutputTests {
    /// A resolution of one pixel per millimetre, as a chunk.
    private static let resolution: [UInt8] = [
        0, 0, 0, 9, 0x70, 0x48, 0x59, 0x73, 0, 0, 3, 0xE8, 0, 0, 3, 0xE8, 1, 0xB5, 0x7B, 0x52, 0x6B,
    ]

    /// The source is a PNG without compression and filters. The image has the same pixels, so its bytes differ from
    /// those of the source only in the resolution, which is after the header.
    @Test func aPNGWithoutCompressionHasTheBytesOfItsSource() async throws {
        let generator = """
            "app:copy": {
                "source": "photos", "format": "PNG",
                "options": { "compress_level": 0, "vips": { "filter": "none" } }
            }
            """
        let site = Site(Registries.registry(generators: generator))
        site.writePhotos("a.png", width: 43, height: 31)
        let run = try await site.generate()
        #expect(run.exitCode == 0, "\(run.errors)")
        let source = samplePNG(width: 43, height: 31)
        #expect(site.cacheFiles.values.first == Array(source[..<33] + Self.resolution + source[33...]))
    }
}
