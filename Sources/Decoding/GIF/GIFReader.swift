import Containers
import Pictures
import Vips
import WorkerProtocol

/// Reads GIF as browsers show it. The reader does not use libvips for three reasons. libvips paints areas without a
/// frame black or in the background colour, it drops the colours of transparent pixels, and it reads a truncated file
/// as a shorter animation.
struct GIFReader: PictureReader {
    private let file: any ByteSource
    private let structure: GIFStructure
    private let truncated: Job.Truncated

    /// - Throws: `Failure` `corrupt-source` for a file without a frame and for a truncated file that is refused, and
    ///   `too-large` for too many frames or pixels.
    init(_ file: any ByteSource, _ limits: Job.Limits) throws(Failure) {
        do {
            // Read one frame more than the maximum, to detect a file with too many frames.
            structure = try GIFStructure(of: file, maxCount: GIFReader.maxFrames + 1)
        } catch {
            throw Failure(error)
        }
        if structure.isTruncated, limits.truncated == .refuse {
            throw Failure(code: .corruptSource, message: "the file ends within its frame \(structure.frames.count)")
        }
        guard structure.frames.count <= GIFReader.maxFrames else {
            throw Failure(code: .tooLarge, message: "it has more than \(GIFReader.maxFrames) frames, the maximum")
        }
        // Count the pixels of the frames, because a frame can be larger than the canvas, and decoding all its pixels
        // takes time.
        let drawn = structure.frames.reduce(0) { $0 + $1.size.area }
        guard drawn <= max(limits.pixels, structure.size.area) else {
            throw Failure(
                code: .tooLarge,
                message:
                    "its \(structure.frames.count) frames have \(drawn) pixels, more than max_pixels, \(limits.pixels)"
            )
        }
        self.file = file
        truncated = limits.truncated
    }

    private static let maxFrames = (1 << 20) - 1

    var size: Size { structure.size }

    var timing: AnimationTiming {
        // Browsers show a frame without a duration for 100 ms. So such a frame gets 100 ms.
        AnimationTiming(delays: structure.frames.map { $0.delay ?? 100 }, loop: structure.loopCount)
    }

    func headerImage() throws -> Image {
        let image = try Image.blank(size)
        note(on: image)
        return image
    }

    func image() throws -> Image { try drawn(structure.frames.prefix(1)) }

    func allFrames() throws -> Image { try drawn(structure.frames[...]) }

    private func note(on image: Image) {
        // The field marks the image as a palette image. In Pillow, such an image has the mode P.
        image.set(field: "palette-bit-depth", structure.bitDepth)
    }

    /// Draws the canvas after each frame as RGB, or as RGBA if a pixel of a drawn canvas is transparent.
    private func drawn(_ frames: ArraySlice<GIFFrame>) throws -> Image {
        var isOpaque = true
        let image = try Image(width: size.width, height: size.height * frames.count) {
            (pixels: inout MutableSpan<SIMD4<UInt8>>) in
            var canvas = GIFCanvas(size, blank: blank)
            for (index, frame) in frames.enumerated() {
                let indices = try indices(of: frame, number: index + 1)
                var colors = palette(of: frame)
                if let transparent = frame.transparentIndex { colors[Int(transparent)] = .zero }
                canvas.draw(frame, indices, colors, on: &pixels)
            }
            isOpaque = pixels.indices.allSatisfy { pixels[$0].w == 255 }
        }
        let picture = isOpaque ? try image.withoutAlphaBand() : image
        note(on: picture)
        return picture
    }

    /// The colour of the canvas before the first frame. It is the transparent colour of the first frame, or else the
    /// first colour of the palette of this frame. Its alpha is always 0. If alpha is dropped, the colour becomes
    /// visible, as in Pillow.
    private var blank: SIMD4<UInt8> {
        guard let frame = structure.frames.first else { return .zero }
        var color = palette(of: frame)[Int(frame.transparentIndex ?? 0)]
        color.w = 0
        return color
    }

    private func indices(of frame: GIFFrame, number: Int) throws -> [UInt8] {
        var data = GIFPixels(in: file, from: frame.dataOffset)
        let indices = data?.indices(frame.size.area) ?? []
        guard indices.count == frame.size.area || truncated == .accept else {
            throw Failure(
                code: .corruptSource,
                message: "its frame \(number) has \(indices.count) of \(frame.size.area) pixels"
            )
        }
        return indices
    }

    /// Returns the 256 colours of a frame. Indices outside the palette leave the canvas unchanged, as in Chromium. If
    /// neither the frame nor the file has a palette, each index is a grey.
    private func palette(of frame: GIFFrame) -> [SIMD4<UInt8>] {
        guard let range = frame.palette else { return (0...255).map { SIMD4($0, $0, $0, 255) } }
        let bytes = file.read(at: range.lowerBound, count: range.count)
        let colors = stride(from: 0, to: bytes.count - 2, by: 3).map {
            SIMD4(bytes[$0], bytes[$0 + 1], bytes[$0 + 2], 255)
        }
        return colors.filled(to: 256, with: .zero)
    }
}
