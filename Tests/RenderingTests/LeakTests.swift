import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Encoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// A worker handles thousands of images, so no job may leak memory. libvips counts the objects that are alive when
    /// a process ends (`vips_leak_set`). So each test runs a worker process.
    @Suite struct LeakTests {
        private let folder: TemporaryFolder
        private static let worker = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "imagekit-worker")

        init() throws {
            folder = try TemporaryFolder()
            let image = try Image(pattern(3, 80, 60)).inMemory()
            image.set(field: "exif-ifd0-Copyright", "WHO (WHO, ASCII, 4 components, 4 bytes)")
            image.set(field: "xmp-data", Array("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>".utf8))
            image.set(field: "orientation", 6)
            for saver in ["jpegsave", "pngsave", "webpsave", "tiffsave"] { try folder.save(image, saver, as: saver) }
            do {
                try folder.save(image, "heifsave", as: "heifsave")
            } catch {
                // By default, libheif encodes HEVC, which some builds cannot write.
                try folder.save(image, "heifsave", as: "heifsave", ["compression": "av1"])
            }
            let strip = try Image(pattern(3, 40, 60)).inMemory()
            strip.set(field: "page-height", 20)
            try folder.save(strip, "gifsave", as: "gifsave")
            try folder.write(BMPWriter.encode(pattern(3, 20, 20)), to: "bmp")
            try folder.save(pattern(3, 20, 20), "pngsave", as: "p3.png", ["profile": "p3"])
            try folder.save(Image(pattern(4, 20, 20), interpretation: "cmyk"), "jpegsave", as: "cmyk.jpg")
        }

        private static let sources = [
            "jpegsave", "pngsave", "webpsave", "tiffsave", "heifsave", "gifsave", "bmp", "p3.png", "cmyk.jpg",
        ]

        /// One call of each processor, with its arguments.
        private var calls: [String: String] {
            [
                "AddBorder": #"{"thickness": 3, "color": "red"}"#,
                "Adjust": #"{"color": 0.5, "contrast": 2, "sharpness": 2}"#,
                "ColorOverlay": #"{"color": "red"}"#, "Convert": #"{"mode": "P"}"#,
                "Crop": #"{"width": 9, "height": 9}"#,
                "GaussianBlur": #"{"radius": 2}"#, "ImageOverlay": #"{"overlay_img": "\#(folder.file("p3.png"))"}"#,
                "MakeOpaque": "{}", "Reflection": #"{"size": 0.5}"#, "Resize": #"{"width": 30, "height": 30}"#,
                "ResizeCanvas": #"{"width": 200, "height": 30}"#, "ResizeToCover": #"{"width": 30, "height": 30}"#,
                "ResizeToFill": #"{"width": 30, "height": 30, "anchor": "attention"}"#,
                "ResizeToFit": #"{"width": 30, "height": 30, "mat_color": "red"}"#, "Rounded": #"{"radius": 5}"#,
                "SetOpacity": #"{"max_alpha": 100}"#, "Sharpen": "{}", "SmartCrop": #"{"width": 30, "height": 30}"#,
                "SmartResize": #"{"width": 30, "height": 30}"#, "Text": #"{"text": "<b>Hi</b>"}"#,
                "Thumbnail": #"{"width": 30, "height": 30}"#, "Tint": #"{"color": "red"}"#,
                "Transpose": #"["ROTATE_90"]"#,
                "Trim": "{}", "TrimBorderColor": "{}", "exec": #"["cat"]"#,
                "vips": #"{"operation": "gaussblur", "arguments": {"sigma": 2}}"#,
            ]
        }

        /// Runs a worker to its end.
        /// - Returns: the codes of failures, and libvips' messages about objects that are still alive.
        private func run(_ jobs: [Job]) throws -> (codes: [Outcome.Code?], left: [Substring]) {
            let lines = try jobs.map { try WireFormat.encode(JobMessage([$0])) + "\n" }.joined()
            try folder.write(Array(lines.utf8), to: "jobs")
            for name in ["outcomes", "messages"] { try folder.write([], to: name) }
            let process = Process()
            process.executableURL = Self.worker
            process.environment = ProcessInfo.processInfo.environment.merging(["IMAGEKIT_WORKER_CHECK_LEAKS": "1"]) {
                $1
            }
            process.standardInput = FileHandle(forReadingAtPath: folder.file("jobs"))
            process.standardOutput = FileHandle(forWritingAtPath: folder.file("outcomes"))
            process.standardError = FileHandle(forWritingAtPath: folder.file("messages"))
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let outcomes = try String(decoding: folder.bytes("outcomes"), as: UTF8.self).split(separator: "\n")
                .map { try WireFormat.decode(Outcome.self, from: String($0)) }
            #expect(outcomes.count == jobs.count)
            let messages = String(decoding: try folder.bytes("messages"), as: UTF8.self)
            // libvips always prints the maximum memory in use. This line proves that libvips checks for leaks.
            #expect(messages.contains("memory: high-water mark"))
            let left = messages.split(separator: "\n").filter {
                !$0.contains("high-water mark") && !$0.contains("peak")
            }
            return (outcomes.flatMap(\.codes), left)
        }

        private func job(_ source: String, _ specs: [ImageSpec]) -> Job { folder.job(source, specs) }

        @Test func everyProcessor() throws {
            #expect(Set(calls.keys) == Set(ProcessorDefinition.all.map(\.name)))
            let specs = try calls.sorted { $0.key < $1.key }.map {
                try spec("{\"\($0.key)\": \($0.value)}", format: "PNG")
            }
            var jobs = [job("jpegsave", specs), job("pngsave", specs)]
            // Run each processor again in a separate job, and also on the frames of an animation.
            jobs += specs.map { job("webpsave", [$0]) }
            jobs.append(
                job(
                    "gifsave",
                    specs.map { spec in
                        var spec = spec
                        spec.format = "GIF"
                        spec.extensions.animated = true
                        return spec
                    }
                )
            )
            let (codes, left) = try run(jobs)
            #expect(codes.allSatisfy { $0 == nil }, "\(codes)")
            #expect(left.isEmpty, "\(left.joined(separator: "\n"))")
        }

        @Test func everyFormat() throws {
            var specs: [ImageSpec] = ImageFormat.written.map { ImageSpec(format: $0.rawValue) }
            for format in ["JPEG", "PNG", "WEBP"] {
                var spec = try spec(#"{"ResizeToFit": {"width": 30}}"#, format: format)
                spec.extensions.keepMetadata = MetadataKind.allCases
                spec.extensions.colorProfile = .p3
                spec.extensions.placeholders = true
                spec.extensions.ifLarger = .keepOriginal
                if format != "PNG" { spec.extensions.maxBytes = 700 }
                specs.append(spec)
            }
            var canvas = ImageSpec(format: "PNG")
            let gradient = Canvas.Gradient(from: .white, to: .transparentWhite, direction: .side("br"))
            canvas.extensions.canvas = Canvas(width: 40, height: 20, fill: .gradient(gradient))
            let (codes, left) = try run(Self.sources.map { job($0, specs) } + [job("", [canvas])])
            // Not every libvips writes JPEG 2000 and JPEG XL, and 700 bytes are not enough for every image.
            #expect(codes.count { $0 == nil } > 60, "\(codes)")
            #expect(left.isEmpty, "\(left.joined(separator: "\n"))")
        }

        @Test func everyFailure() throws {
            let small = try spec(#"{"ResizeToFit": {"width": 8}}"#, format: "PNG")
            var jobs: [Job] = []
            for source in Self.sources {
                let bytes = try folder.bytes(source)
                for part in [2, 3] {
                    try folder.write(Array(bytes.prefix(bytes.count * (part - 1) / part)), to: "\(source).\(part)")
                    jobs.append(job("\(source).\(part)", [small, try spec(format: "JPEG")]))
                }
            }
            try folder.write(Array("junk".utf8), to: "junk")
            jobs += [job("junk", [small]), job("nowhere", [small]), job("tmp", [small])]
            let failing = [
                #"{"Text": {"text": "<b>Sold"}}"#, #"{"ImageOverlay": {"overlay_img": "/nowhere"}}"#,
                #"{"exec": ["false"]}"#,
                #"{"exec": ["echo"]}"#, #"{"vips": ["extract_band", {"band": 77}]}"#, #"{"vips": ["nothing"]}"#,
                #"{"Text": {"text": "a", "margin": 999}}"#,
            ]
            jobs.append(job("jpegsave", try failing.map { try spec($0, format: "PNG") }))
            var impossible = try spec(format: "JPEG")
            impossible.extensions.maxBytes = 10
            jobs.append(
                job(
                    "jpegsave",
                    [impossible, ImageSpec(format: "PNG", options: ["vips": .dictionary(["nothing": .bool(true)])])]
                )
            )
            var unwritten = job("jpegsave", [small])
            unwritten.outputs[0].target?.path = "/proc/nowhere/out"
            jobs.append(unwritten)
            let (codes, left) = try run(jobs)
            #expect(codes.suffix(13).allSatisfy { $0 != nil }, "\(codes)")
            #expect(codes.count { $0 == .corruptSource } > 20, "\(codes)")
            #expect(left.isEmpty, "\(left.joined(separator: "\n"))")
        }
    }
}
