import Containers
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

/// Reads TIFF. libvips decodes the layouts that it reads correctly. Files with other layouts are rewritten as pages
/// that libvips reads correctly (`TIFFRestatement`).
struct TIFFReader: PictureReader {
    private enum Method {
        /// libvips reads the file, or the remainder of a truncated file, without further changes.
        case direct
        case rewritten(TIFFRestatement.Form)
    }

    private let layout: TIFFLayout
    private let file: SourceFile
    /// The replacement for a truncated file: it describes only the complete rows. It is nil for a complete file.
    private let remainder: MemoryBytes?
    private let directory: TIFFDirectory
    private let method: Method
    private let truncated: Job.Truncated
    let size: Size

    /// - Throws: `Failure` `corrupt-source` for a truncated directory, and for truncated pixels if truncated files are
    ///   refused. Throws `unsupported-format` for unsupported features.
    init(_ file: SourceFile, truncated: Job.Truncated) throws(Failure) {
        self.file = file
        self.truncated = truncated
        do throws(ContainerError) {
            let directory = try TIFFDirectory(of: file)
            if CameraRAW.isRAW(file, directory) { throw ContainerError.unsupported(UnreadFormat.cameraRAW.message) }
            let layout = try TIFFLayout(directory)
            method = try TIFFReader.method(layout)
            size = layout.size
            if truncated == .accept, let remainder = try TIFFRemainder(of: file, directory, layout) {
                let bytes = MemoryBytes(remainder.bytes)
                self.remainder = bytes
                self.directory = try TIFFDirectory(of: bytes)
                self.layout = try TIFFLayout(self.directory)
            } else {
                try layout.checkPixels(directory, byteCount: file.byteCount)
                (self.layout, self.directory, remainder) = (layout, directory, nil)
            }
        } catch {
            throw Failure(error)
        }
    }

    private static func method(_ layout: TIFFLayout) throws(ContainerError) -> Method {
        switch (layout.photometric, layout.compression, layout.sampleFormat) {
        case (_, 6, _):
            // Programs split the JPEG of compression 6 into pieces in different ways. So this compression is not
            // supported. Technical note 2 of 1995 removed it from TIFF 6.0.
            throw .unsupported(
                "a TIFF with an old-style JPEG (compression 6) is not read: save it with another compression"
            )
        case (.yCbCr, _, _) where layout.isPlanar || layout.compression != 7:
            guard layout.bits == 8, layout.samplesPerPixel == 3, layout.sampleFormat == .unsigned else { break }
            if layout.subsampling.area == 1 { return .rewritten(.samples) }
            guard !layout.isPlanar, layout.predictor == 1, layout.compression != 50001 else { break }
            return .rewritten(.bytes)
        case (.palette, _, _):
            guard layout.samplesPerPixel == 1, [1, 2, 4, 8].contains(layout.bits) else { break }
            return .direct
        case (.lab, _, _):
            guard [8, 16].contains(layout.bits), layout.sampleFormat != .float else { break }
            return .rewritten(.samples)
        case (.logL, _, _), (.logLuv, _, _), (.yCbCr, _, _): return .direct
        case (_, _, .float):
            guard layout.bits == 32 || layout.bits == 16 && layout.predictor < 3 else { break }
            return layout.bits == 32 && isKnown(layout) ? .direct : .rewritten(.samples)
        default:
            let isPacked = layout.bits < 8 && layout.samplesPerPixel > 1 && !layout.isPlanar
            if [1, 2, 4, 8, 16, 32].contains(layout.bits), !isPacked {
                return isKnown(layout) ? .direct : .rewritten(.samples)
            }
            guard layout.bits < 16, layout.sampleFormat == .unsigned, layout.predictor == 1 else { break }
            return .rewritten(.bytes)
        }
        throw .unsupported(
            "a TIFF with \(layout.bits) bits per sample of this kind (samples per pixel: \(layout.samplesPerPixel)) is not read: save it with 8 or 16 bits"
        )
    }

    /// Whether libvips reads the layout correctly. libvips supports planes only in strips and with samples of complete
    /// bytes. If grey and another sample, such as alpha, are stored in planes, libvips reads the first plane twice.
    /// libvips unpremultiplies colours correctly only if the samples are unsigned and have at most 16 bits (in CMYK, at
    /// most 8 bits).
    private static func isKnown(_ layout: TIFFLayout) -> Bool {
        let hasKnownPlanes =
            !layout.isPlanar || layout.tile == nil && layout.photometric.colorCount > 1 && layout.bits >= 8
        let maxBits = layout.photometric == .inks ? 8 : 16
        let hasKnownAlpha =
            layout.alpha?.isAssociated != true || layout.sampleFormat == .unsigned && layout.bits <= maxBits
        return hasKnownPlanes && hasKnownAlpha
    }

    func headerImage() throws -> Image {
        guard case .rewritten(let form) = method else { return try image() }
        let hasSixteenBits =
            layout.bits > 8 || layout.photometric == .lab || form == .bytes && layout.photometric != .yCbCr
        let image = try Image.blank(size, bands: layout.photometric.colorCount, hasSixteenBits: hasSixteenBits)
        note(on: image)
        return image
    }

    /// Decodes to grey, RGB or CMYK of 8 or 16 bits, with alpha if the file has it. Other colour spaces stay as libvips
    /// reads them. If truncated files are accepted, the samples of missing rows are 0.
    func image() throws -> Image {
        let image = try presentRows()
        guard image.height < size.height else { return image }
        return try image.apply(
            "embed",
            ["x": 0, "y": 0, "width": .int(size.width), "height": .int(size.height)]
        )
    }

    private func presentRows() throws -> Image {
        let colors = TIFFColors(layout, hasProfile: directory.entries[34675] != nil)
        guard case .rewritten(let form) = method else { return try colors.picture(load(source())) }
        let restatement = try TIFFRestatement(of: remainder ?? file as any ByteSource, directory, layout, as: form)
        let pages = try load(Source(bytes: restatement.bytes), pages: restatement.pageCount).inMemory()
        let unpacking = TIFFUnpacking(layout, restatement, yCbCr: YCbCr(directory))
        let image = try colors.picture(ofSamples: unpacking.samples(of: pages, as: form))
        note(on: image)
        return image
    }

    private func source() throws -> Source {
        // For one sample per pixel, planes make no difference. But libvips reads the samples of planes as complete
        // bytes, and refuses tiles in planes.
        if layout.samplesPerPixel == 1, directory.number(284) == 2 {
            return try Source(bytes: directory.copy(of: remainder ?? file as any ByteSource, without: 284))
        }
        guard let remainder else { return try file.rewound() }
        return try Source(bytes: remainder.read(at: 0, count: remainder.byteCount))
    }

    private func load(_ source: Source, pages: Int = 1) throws -> Image {
        var operation = try Operation("tiffload_source")
        try operation.set("source", .source(source))
        try operation.set("access", "sequential")
        // If errors are allowed, libvips 8.16 and later return black for data that libtiff cannot decode. So allow
        // errors only if truncated files are accepted.
        try operation.set("fail_on", truncated == .accept ? "none" : "error")
        if pages > 1 { try operation.set("n", .int(pages)) }
        try operation.build()
        // Forget the messages about unusual tags, because `Decoder.checkCompleteness` looks for messages about pixels.
        LibVips.forgetMessages()
        return try operation.image()
    }

    private func note(on image: Image) {
        let fields = [(34675, "icc-profile-data"), (700, "xmp-data"), (33723, "iptc-data")]
        for (tag, field) in fields { if let bytes = directory.bytes(tag) { image.set(field: field, bytes) } }
        if let orientation = directory.number(274) { image.set(field: "orientation", orientation) }
    }
}
