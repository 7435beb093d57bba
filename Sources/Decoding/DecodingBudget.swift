import Containers
import ImageSpecs
import Pictures
import WorkerProtocol

/// The maximum work that a file may cause in addition to its pixels. A small file can have thousands of scans, tiles,
/// or texts, and a decoder takes time for each of them.
///
/// The limits are far above the numbers that encoders use: 10 to 20 scans, a hundred chunks, tiles of at least 64 × 64
/// pixels.
enum DecodingBudget {
    static let scans = 500
    /// The maximum number of pixels that all scans of a JPEG visit, as a multiple of `max_pixels`.
    static let visits = 50
    /// The maximum number of chunks of a PNG that do not contain pixels.
    static let chunks = 20_000
    /// The maximum number of compressed texts and profiles of a PNG. libpng unpacks up to 8 MB of each, so up to 400 MB
    /// in total.
    static let compressedTexts = 50
    /// The maximum number of strips or tiles of a TIFF.
    static let pieces = 300_000
    /// The maximum number of pixels in the decoded tiles of an AVIF or HEIC, as a multiple of `max_pixels`.
    static let tileVisits = 2
}

extension SourceFile {
    /// Checks the work of a decoder before the decoder starts.
    /// - Throws: `Failure` `too-large`.
    func checkBudget(_ limits: Job.Limits) throws(Failure) {
        switch format {
        case .jpeg: try checkScans(limits)
        case .png: try checkChunks()
        case .tiff: try checkPieces()
        case .avif, .heic: try checkTiles(limits)
        default: break
        }
    }

    private func check(_ count: Int, _ what: String, atMost most: Int, _ remedy: String) throws(Failure) {
        guard count > most else { return }
        throw Failure(code: .tooLarge, message: "its \(count) \(what) are more than \(most): \(remedy)")
    }

    private func checkScans(_ limits: Job.Limits) throws(Failure) {
        guard JPEGScanCount.canBeMultiple(in: self), let jpeg = JPEGScanCount(of: bytes()) else { return }
        let remedy = "save it as a JPEG with fewer scans"
        try check(jpeg.scans, "scans", atMost: DecodingBudget.scans, remedy)
        let most = DecodingBudget.visits.multipliedReportingOverflow(by: limits.pixels)
        let visits = jpeg.scans.multipliedReportingOverflow(by: jpeg.size.area)
        guard !most.overflow, visits.overflow || visits.partialValue > most.partialValue else { return }
        throw Failure(
            code: .tooLarge,
            message:
                "its \(jpeg.scans) scans of \(jpeg.size) pixels are more than \(DecodingBudget.visits) × max_pixels, "
                + "\(most.partialValue): \(remedy)"
        )
    }

    private func checkChunks() throws(Failure) {
        let counts = PNGChunkCounts(of: self)
        try check(counts.others, "chunks", atMost: DecodingBudget.chunks, "save it without metadata")
        try check(
            counts.compressedTexts,
            "compressed texts",
            atMost: DecodingBudget.compressedTexts,
            "save it without metadata"
        )
    }

    /// Checks the number of strips or tiles of a TIFF. Ignores a broken directory, because the reader of the file
    /// reports it.
    private func checkPieces() throws(Failure) {
        guard let layout = try? TIFFLayout(TIFFDirectory(of: self)) else { return }
        let pieces = layout.pieceCount
        guard pieces.overflow || pieces.count > DecodingBudget.pieces else { return }
        try check(
            pieces.overflow ? .max : pieces.count,
            layout.tile == nil ? "strips" : "tiles",
            atMost: DecodingBudget.pieces,
            "save it with larger ones"
        )
    }

    private func checkTiles(_ limits: Job.Limits) throws(Failure) {
        guard let pixels = HEIFTiles.pixels(of: self) else { return }
        let most = DecodingBudget.tileVisits.multipliedReportingOverflow(by: limits.pixels)
        guard !most.overflow, pixels > most.partialValue else { return }
        throw Failure(
            code: .tooLarge,
            message:
                "its tiles have \(pixels) pixels, more than \(DecodingBudget.tileVisits) × max_pixels, "
                + "\(most.partialValue): save it as one picture"
        )
    }
}
