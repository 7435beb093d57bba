#if os(Linux)
    import Foundation
    import ImageSpecs
    import RenderingTestSupport
    import Testing
    import WorkerProtocol

    extension LibvipsSuite {
        /// A worker loads libvips when the first job needs it.
        @Suite struct LibraryLoadingTests {
            private let folder: TemporaryFolder

            init() throws {
                LibvipsSuite.started
                folder = try TemporaryFolder()
                try folder.save(pattern(3, 80, 60), "jpegsave", as: "a.jpg")
            }

            /// A running worker.
            private final class RunningWorker {
                private let process = Process()
                private let (input, output) = (Pipe(), Pipe())

                init(_ confinement: Confinement) throws {
                    let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
                    process.executableURL = folder.appending(path: "imagekit-worker")
                    process.arguments = [try WireFormat.encode(confinement)]
                    (process.standardInput, process.standardOutput) = (input, output)
                    try process.run()
                }

                func outcome(of job: Job) throws -> Outcome {
                    try input.fileHandleForWriting.write(
                        contentsOf: Data((WireFormat.encode(JobMessage([job])) + "\n").utf8)
                    )
                    var line = Data()
                    // The worker writes empty lines before the outcome.
                    while line.last != UInt8(ascii: "\n") || line.count == 1 {
                        if line.count == 1, line.first == UInt8(ascii: "\n") { line = Data() }
                        let byte = try #require(try output.fileHandleForReading.read(upToCount: 1))
                        line += byte
                    }
                    return try WireFormat.decode(Outcome.self, from: String(decoding: line, as: UTF8.self))
                }

                /// The names of the files that are mapped into the memory of the process.
                func libraries() throws -> [String] {
                    // The kernel returns this file in several parts.
                    let file = try #require(FileHandle(forReadingAtPath: "/proc/\(process.processIdentifier)/maps"))
                    let maps = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
                    return maps.split(separator: "\n").compactMap { $0.split(separator: "/").last.map(String.init) }
                }

                func end() throws {
                    try input.fileHandleForWriting.close()
                    process.waitUntilExit()
                    #expect(process.terminationStatus == 0)
                }
            }

            @Test(arguments: [Confinement.Sandbox.off, .auto])
            func onlyAJobThatNeedsLibvipsLoadsIt(_ sandbox: Confinement.Sandbox) throws {
                let worker = try RunningWorker(
                    Confinement(sandbox: sandbox, readable: [folder.path], writable: [folder.path], memory: 1 << 30)
                )
                let resize = #"{"ResizeToFit": {"width": 40}}"#
                let jpeg = try worker.outcome(of: folder.job("a.jpg", [spec(resize, format: "JPEG")]))
                #expect(jpeg.codes == [nil] && jpeg.libvips == nil)
                #expect(try worker.libraries().contains { $0.hasPrefix("libc.so") })
                #expect(try worker.libraries().filter { $0.hasPrefix("libvips") || $0.hasPrefix("libglib") } == [])
                let png = try worker.outcome(of: folder.job("a.jpg", [spec(resize, format: "PNG")]))
                #expect(png.codes == [nil] && png.libvips?.path?.contains("libvips") == true)
                #expect(try worker.libraries().contains { $0.hasPrefix("libvips") })
                let again = try worker.outcome(of: folder.job("a.jpg", [spec(resize, format: "PNG")]))
                #expect(again.codes == [nil] && again.libvips == nil)
                try worker.end()
            }
        }
    }
#endif
