import Pictures
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Containers
@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    /// The expected pixels are the pixels that browsers show, calculated by hand.
    @Suite struct GIFReaderTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private let palette: [[UInt8]] = [[1, 2, 3], [250, 0, 0], [0, 250, 0], [0, 0, 250]]
        private let clear: [UInt8] = [1, 2, 3, 0]
        private let red: [UInt8] = [250, 0, 0, 255]
        private let green: [UInt8] = [0, 250, 0, 255]
        private let blue: [UInt8] = [0, 0, 250, 255]

        private func frames(_ gif: GIFPicture) throws -> [[UInt8]] {
            let samples = try folder.decoded(gif.bytes, allFrames: true).withAlphaBand().pixels().samples
            let length = gif.width * gif.height * 4
            return stride(from: 0, to: samples.count, by: length).map { Array(samples[$0..<$0 + length]) }
        }

        @Test func pixelsWithoutAFrameAreTransparent() throws {
            var frame = GIFPicture.Frame(1, 1, [2])
            frame.left = 1
            let gif = GIFPicture(3, 1, palette: palette, [frame])
            #expect(try folder.decoded(gif.bytes).pixels().samples == clear + green + clear)
        }

        @Test func anOpaquePictureHasNoAlpha() throws {
            let gif = GIFPicture(2, 1, palette: palette, [.init(2, 1, [1, 3])])
            #expect(try folder.decoded(gif.bytes).pixels().samples == [250, 0, 0, 0, 0, 250])
        }

        /// A transparent pixel keeps its colour, which becomes visible if a later step drops alpha.
        @Test func aTransparentPixelHasItsColourOfThePalette() throws {
            var frame = GIFPicture.Frame(3, 1, [3, 1, 2])
            frame.transparent = 3
            let gif = GIFPicture(3, 1, palette: palette, [frame])
            #expect(try folder.decoded(gif.bytes).pixels().samples == [0, 0, 250, 0] + red + green)
        }

        @Test func rowsOfAnInterlacedFrame() throws {
            // The file has the rows 0, 4, 2, 1 and 3 of the picture, in this order.
            var frame = GIFPicture.Frame(1, 5, [0, 1, 2, 3, 1])
            frame.isInterlaced = true
            let gif = GIFPicture(1, 5, palette: palette, [frame])
            let rows = try folder.decoded(gif.bytes).pixels().samples
            #expect(rows == palette[0] + palette[3] + palette[2] + palette[1] + palette[1])
        }

        @Test func framesAreDrawnOnThePreviousCanvas() throws {
            var second = GIFPicture.Frame(2, 1, [0, 2])
            second.left = 1
            second.transparent = 0
            let gif = GIFPicture(3, 1, palette: palette, [.init(3, 1, [1, 1, 1]), second])
            #expect(try frames(gif) == [red + red + red, red + red + green])
        }

        @Test func aFrameThatIsClearedLeavesTransparency() throws {
            var first = GIFPicture.Frame(2, 1, [1, 1])
            first.disposal = 2
            let gif = GIFPicture(3, 1, palette: palette, [.init(3, 1, [3, 3, 3]), first, .init(1, 1, [2])])
            #expect(try frames(gif) == [blue + blue + blue, red + red + blue, green + clear + blue])
        }

        @Test func aFrameIsReplacedByThePreviousCanvas() throws {
            var second = GIFPicture.Frame(2, 1, [1, 1])
            second.disposal = 3
            let gif = GIFPicture(3, 1, palette: palette, [.init(3, 1, [3, 2, 3]), second, .init(1, 1, [1])])
            #expect(try frames(gif) == [blue + green + blue, red + red + blue, red + green + blue])
        }

        @Test func partsOfFramesOutsideOfTheCanvasAreLeftOut() throws {
            var second = GIFPicture.Frame(3, 2, [1, 2, 3, 1, 2, 3])
            second.left = 1
            let gif = GIFPicture(2, 1, palette: palette, [.init(2, 1, [0, 0]), second])
            #expect(try frames(gif) == [[1, 2, 3, 255, 1, 2, 3, 255], [1, 2, 3, 255] + red])
        }

        /// Browsers and Pillow also enlarge the canvas.
        @Test func theFirstFrameEnlargesTheCanvas() throws {
            let gif = GIFPicture(1, 1, palette: palette, [.init(2, 2, [1, 2, 3, 1])])
            #expect(try folder.decoded(gif.bytes).size == Size(width: 2, height: 2))
        }

        @Test func delaysAndRepetitions() throws {
            let gif = GIFPicture(1, 1, palette: palette, [.init(1, 1, [1]), .init(1, 1, [2])])
            let loop: [UInt8] = [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 4, 0, 0]
            let head = 13 + 12
            let bytes = gif.bytes[..<head] + loop + gif.bytes[head...]
            let decoder = try Decoder(
                SourceFile(path: folder.write(Array(bytes), to: "a.gif"), limits: Job.Limits()),
                limits: Job.Limits()
            )
            // The file has four repetitions after the first display, so the animation is shown five times.
            #expect(decoder.timing == AnimationTiming(delays: [50, 50], loop: 5))
        }

        // MARK: - Truncated files

        private var animation: GIFPicture {
            GIFPicture(4, 2, palette: palette, (0..<3).map { .init(4, 2, [UInt8](repeating: $0, count: 8)) })
        }

        @Test func everyTruncationIsDetectedExceptBetweenFrames() throws {
            let whole = animation.body
            let head = 13 + 12
            let frame = (whole.count - head) / 3
            for count in head..<whole.count {
                let isBetween = count > head && (count - head).isMultiple(of: frame)
                let code = folder.failure(Array(whole.prefix(count)))?.code
                #expect(code == (isBetween ? nil : .corruptSource), "cut after \(count) bytes")
            }
            let message = "the file ends before its first frame"
            #expect(folder.failure(Array(whole.prefix(head - 1)))?.message.contains(message) == true)
            // The file lacks only its trailer, so all of its frames are complete.
            #expect(try folder.decoded(whole, allFrames: true).height == 6)
        }

        @Test func truncatedFilesAreShownOnRequest() throws {
            let cut = Array(animation.body.dropLast(3))
            #expect(try folder.decoded(cut, .accept, allFrames: true).height == 6)
            #expect(try folder.decoded(cut, .accept).pixels().samples.prefix(3) == [1, 2, 3])
        }

        @Test func aFrameWithoutAllItsPixelsIsCorrupt() throws {
            let gif = GIFPicture(4, 2, palette: palette, [.init(4, 2, [1, 2, 3])])
            #expect(folder.failure(gif.bytes)?.code == .corruptSource)
            #expect(try folder.decoded(gif.bytes, .accept).bands == 4)
        }

        /// The frame has 65,535×65,535 pixels, and the canvas has one pixel. Reading the frame would need too much
        /// memory.
        @Test func aHugeFrameOfASmallPictureIsRefusedBeforeDecoding() throws {
            let gif = GIFPicture(1, 1, palette: palette, [.init(1, 1, [1]), .init(65_535, 65_535, [1])])
            #expect(folder.failure(gif.bytes)?.code == .tooLarge)
        }

        /// All frames together have fewer pixels than `max_pixels`, so the message must not name this limit.
        @Test func tooManyFramesAreRefused() {
            let head = 13 + 12
            let gif = GIFPicture(1, 1, palette: palette, [.init(1, 1, [1])]).body
            let bytes = gif[..<head] + repeatElement(gif[head...], count: 1 << 20).joined()
            let failure = folder.failure(Array(bytes))
            #expect(failure?.code == .tooLarge)
            #expect(failure?.message == "it has more than 1048575 frames, the maximum")
        }
    }

    /// Tests of LZW codes for strings of several pixels, up to the longest codes, in files that libvips writes.
    @Suite struct GIFPixelsTests {
        @Test(arguments: [1, 2, 3, 5, 60])
        func picturesThatLibvipsCompressed(_ colors: Int) throws {
            let folder = try TemporaryFolder()
            // The picture has long and short runs, and more pixels than a table has codes.
            let samples = (0..<300 * 200).flatMap { index -> [UInt8] in
                let value = (index / 7 + index / 300 * 13 + index * index / 9001) % colors
                return [UInt8](repeating: UInt8(value * 4), count: 3)
            }
            let pixels = Pixels(width: 300, height: 200, bands: 3, samples: samples)
            try folder.save(pixels, "gifsave", as: "a.gif", ["dither": 0, "effort": 10])
            #expect(try folder.decoded(folder.bytes("a.gif")).pixels() == pixels)
        }

        @Test func codesThatAreNotInTheTableEndTheData() {
            // The code is 7, but the table has only six entries.
            var pixels = GIFPixels(in: MemoryBytes([2, 1, 0b111_100, 0]), from: 0)
            #expect(pixels?.indices(9) == [])
        }
    }
}
