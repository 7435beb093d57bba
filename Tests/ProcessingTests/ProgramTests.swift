import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

// Import only this class, because TestSupport also has a class called TemporaryFolder.
import class TestSupport.LifetimePipe

@testable import Pictures
@testable import Decoding
@testable import Processing
@testable import Vips

extension LibvipsSuite {
    /// Tests of `{"exec": […]}`, which runs programs of the user.
    @Suite struct ProgramTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        /// Runs `exec` with a shell script and the arguments of the script.
        private func run(
            _ script: String,
            _ arguments: String...,
            on picture: Picture? = nil,
            format: String = "PNG"
        ) throws -> Picture {
            let command = (["/bin/sh", "-c", script, "sh"] + arguments).map(Value.string)
            let given: [String: Value] = ["command": .tuple(command), "format": .string(format)]
            let step = try Processor(name: "exec", arguments: .named(given)).pictureStep
            return try (picture ?? Picture(pattern(3, 40, 30), mode: .rgb)).processed(by: [step], limits: Job.Limits())
        }

        private func message(_ script: String) throws -> String {
            do {
                _ = try run(script)
                return "nothing was wrong"
            } catch {
                return "\(error)"
            }
        }

        @Test(arguments: ["PNG", "TIFF"], [1, 2, 3, 4])
        func programsCanCopyTheirInput(_ format: String, _ bands: Int) throws {
            let modes: [ConversionMode] = [.grey, .greyAlpha, .rgb, .rgba]
            let picture = try Picture(pattern(bands, 40, 30), mode: modes[bands - 1])
            let made = try run("cat", on: picture, format: format)
            #expect(made.mode == picture.mode)
            #expect(try made.image.pixels() == pattern(bands, 40, 30))
        }

        @Test func readsTheRequestedFormat() throws {
            for (format, start) in [("PNG", "89504e47"), ("TIFF", "49492a00")] {
                _ = try run("tee \"$1\"", folder.file("in"), format: format)
                let head = try folder.bytes("in").prefix(4).map {
                    String($0, radix: 16).count == 1 ? "0\($0)" : String($0, radix: 16)
                }
                #expect(head.joined() == start)
            }
        }

        @Test func argumentsContainTheSize() throws {
            _ = try run("echo \"$@\" > \"$1\"; cat", folder.file("words"), "{width}", "{height}x", "{depth}")
            #expect(String(decoding: try folder.bytes("words"), as: UTF8.self).hasSuffix("words 40 30x {depth}\n"))
        }

        @Test func programsCanChangeTheSize() throws {
            try folder.save(pattern(4, 7, 9), "tiffsave", as: "other.tif")
            let made = try run("cat \"$1\"", folder.file("other.tif"))
            #expect(made.size == Size(width: 7, height: 9) && made.mode == .rgba)
            #expect(try made.image.pixels() == pattern(4, 7, 9))
        }

        @Test func failuresContainTheProgramsMessage() throws {
            #expect(try message("echo one; echo two >&2; exit 3").hasSuffix("/sh ended with exit code 3: two"))
            let last = try message("for i in 1 2 3 4 5; do echo line $i >&2; done; false")
            #expect(last.hasSuffix("exit code 1: line 3 / line 4 / line 5"))
            #expect(try message("kill -9 $$").hasSuffix("was ended by signal 9"))
            #expect(try message("true").hasSuffix("wrote no image: the file is empty"))
            #expect(try message("echo hello").contains("wrote no image: "))
            #expect(try message("head -c 500").contains("wrote no image: "))
            // Both streams get more bytes than a pipe can hold.
            #expect(try message("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero").contains("wrote no image"))
            let nowhere = try processor(#"{"exec": ["/nowhere/to/be/found"]}"#).pictureStep
            let error = #expect(throws: ProcessorError.self) {
                try Picture(pattern(3, 4, 4), mode: .rgb).processed(by: [nowhere], limits: Job.Limits())
            }
            #expect(error?.description == "cannot start /nowhere/to/be/found: No such file or directory")
        }

        @Test func programsThatWriteTooMuchAreStopped() throws {
            let input = try AnonymousFile()
            #expect(throws: ProcessorError.self) { try ProgramRun(["yes"]).run(input, maxBytes: 1 << 20) }
        }

        @Test func processesThatAProgramLeavesAreEnded() throws {
            let alive = try LifetimePipe(folder.file("alive"))
            let script = #"exec 3> "$1"; sleep 1000 >/dev/null 2>&1 & exec 3>&-; cat"#
            _ = try run(script, folder.file("alive"))
            #expect(alive.waitForEnd(), "a process is still running")
        }

        @Test func framesStayOfOneSize() throws {
            try folder.save(pattern(3, 5, 5), "pngsave", as: "small.png")
            let frames = try [pattern(3, 40, 30), pattern(3, 40, 30)].map { try Picture($0, mode: .rgb) }
            let script = #"if mkdir "$1" 2>/dev/null; then cat; else cat "$2"; fi"#
            let words = ["/bin/sh", "-c", script, "sh", folder.file("once"), folder.file("small.png")]
            let step = try Processor(name: "exec", arguments: .positional(words.map(Value.string))).pictureStep
            let error = #expect(throws: ProcessorError.self) {
                try Picture.processed(frames, by: [step], limits: Job.Limits())
            }
            #expect(error?.description.contains("different sizes, 40×30 and 5×5") == true)
        }
    }
}
