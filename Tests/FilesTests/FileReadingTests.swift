import Foundation
import SystemPackage
import Testing

@testable import Files

@Suite struct FileReadingTests {
    /// A checksum of chunks needs the same chunks each time. However, one read of a pipe returns at most the content of
    /// the buffer of the pipe.
    @Test func shortReadsAreCombinedToFullChunks() throws {
        let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
        let pipe = Pipe()
        let writer = Thread {
            pipe.fileHandleForWriting.write(Data(bytes))
            try? pipe.fileHandleForWriting.close()
        }
        writer.start()
        var chunks: [[UInt8]] = []
        let reader = FileDescriptor(rawValue: pipe.fileHandleForReading.fileDescriptor)
        try reader.forEachChunk { chunks.append(Array($0)) }
        #expect(chunks.map(\.count) == [1 << 20, 1 << 20, 2_500_000 - 2 << 20])
        #expect(Array(chunks.joined()) == bytes)
    }

    /// An empty path would be invisible in a message.
    @Test func aMessageShowsAnEmptyPath() {
        #expect("\(FileError("read", "", code: .noSuchFileOrDirectory))".hasPrefix("cannot read \"\": "))
    }
}
