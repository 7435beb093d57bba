import Containers
import Pictures
import Vips
import WorkerProtocol

/// Reads the largest picture of an icon or cursor.
struct IconReader: PictureReader {
    private let picture: any PictureReader

    /// - Throws: `Failure` if the largest picture cannot be read.
    init(_ file: SourceFile, truncated: Job.Truncated) throws(Failure) {
        let largest: IconDirectory.Entry?
        do {
            largest = try IconDirectory(of: file).largest
        } catch {
            throw Failure(error)
        }
        guard let largest, largest.range.upperBound <= file.byteCount || truncated == .accept else {
            throw Failure(code: .corruptSource, message: "the file ends before its largest picture does")
        }
        let part = FilePart(of: file, largest.range)
        let isPNG = part.read(at: 0, count: 4) == [0x89, 0x50, 0x4E, 0x47]
        picture =
            isPNG ? try PNGReader(part, truncated) : try BMPReader(part, isInIcon: true, truncated: truncated)
    }

    var size: Size { picture.size }

    func headerImage() throws -> Image { try picture.headerImage() }

    func image() throws -> Image { try picture.image() }
}
