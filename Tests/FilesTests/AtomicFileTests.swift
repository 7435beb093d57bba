import Foundation
import SystemPackage
import Testing
import TestSupport

@testable import Files

/// At every moment, a file has either its complete previous content or its complete new content.
@Suite struct AtomicFileTests {
    private let folder = TemporaryFolder()

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// A program that has the file open still reads the complete previous content.
    @Test func anOpenFileKeepsItsContent() throws {
        folder.write("a.json", "the old content")
        let reader = try #require(FileHandle(forReadingAtPath: folder.path("a.json")))
        try writeAtomically("new", to: folder.path("a.json"))
        #expect(try reader.readToEnd() == Data("the old content".utf8))
        #expect(try text("a.json") == "new")
        #expect(try names() == ["a.json"])
    }

    @Test func aFileThatCannotBeReplacedIsUnchanged() throws {
        folder.write("folder/in-it")
        #expect(throws: FileError.self) { try writeAtomically("new", to: folder.path("missing/a.json")) }
        #expect(throws: FileError.self) { try writeAtomically("new", to: folder.path("folder")) }
        #expect(try names() == ["folder"])
    }

    @Test func aLinkIsKeptAndPointsToTheNewFile() throws {
        folder.write("store/a.json", "old")
        folder.link("a.json", to: "store/a.json")
        folder.link("new.json", to: "store/new.json")
        for name in ["a.json", "new.json"] {
            try writeAtomically("written", to: folder.path(name))
            #expect(try text("store/" + name) == "written")
            #expect(isLink(folder.path(name)))
        }
        folder.link("loop", to: "loop")
        #expect(throws: FileError("write", folder.path("loop"), code: .tooManySymbolicLinkLevels)) {
            try writeAtomically("", to: folder.path("loop"))
        }
    }

    @Test func aNameOfTheMaximumLengthIsAccepted() throws {
        let name = String(repeating: "n", count: 255)
        folder.write(name, "old")
        try writeAtomically("new", to: folder.path(name))
        #expect(try text(name) == "new")
        #expect(try names() == [name])
    }

    #if os(Linux)
        /// A path cannot open a socket, such as the standard output of a command that `ssh` starts.
        @Test func aLinkToASocketIsWritten() throws {
            var sockets: [Int32] = [-1, -1]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
            defer { sockets.forEach { _ = close($0) } }
            folder.link("out", to: "/dev/fd/\(sockets[0])")
            try writeAtomically("text", to: folder.path("out"))
            var bytes = [UInt8](repeating: 0, count: 9)
            #expect(recv(sockets[1], &bytes, 9, Int32(MSG_DONTWAIT)) == 4)
            #expect(try names() == ["out"])
        }
    #endif

    @Test func aFileInPartsIsReplacedAtItsEnd() throws {
        folder.write("a.html", "old")
        let parts = ["<p>", String(repeating: "x", count: 100_000), "y", "</p>"]
        let writer = try AtomicFileWriter(folder.path("a.html"))
        for part in parts {
            try writer.append(part)
            #expect(try text("a.html") == "old")
        }
        try writer.commit()
        #expect(try text("a.html") == parts.joined())
        #expect(try names() == ["a.html"])
    }

    /// In different containers, two processes with the same id can write the same file. Here, one process has two
    /// writers.
    @Test func writersOfOneFileDoNotShareATemporaryFile() throws {
        let first = try AtomicFileWriter(folder.path("a.html"))
        try first.append("first")
        let second = try AtomicFileWriter(folder.path("a.html"))
        try second.append("second")
        try first.commit()
        #expect(try text("a.html") == "first")
        try second.commit()
        #expect(try text("a.html") == "second")
        #expect(try names() == ["a.html"])
    }

    @Test func aFileWithoutItsEndIsUnchanged() throws {
        folder.write("a.html", "old")
        do {
            let writer = try AtomicFileWriter(folder.path("a.html"))
            try writer.append(String(repeating: "x", count: 100_000))
            #expect(try names().count == 2)
        }
        #expect(try text("a.html") == "old")
        #expect(try names() == ["a.html"])
    }
}
