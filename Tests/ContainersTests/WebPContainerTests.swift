import Testing

@testable import Containers

struct WebPContainerTests {
    private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        Array(name.utf8) + [UInt8(data.count), 0, 0, 0] + data + (data.count % 2 == 1 ? [0] : [])
    }

    private func file(_ chunks: [[UInt8]]) -> [UInt8] {
        let body = Array("WEBP".utf8) + chunks.flatMap { $0 }
        return Array("RIFF".utf8) + [UInt8(body.count), 0, 0, 0] + body
    }

    @Test func onlyMetadataIsRemoved() {
        let flags: UInt8 = 0x10 | 0x20 | 0x08 | 0x04
        let before = file([
            chunk("VP8X", [flags, 9, 9]), chunk("ICCP", [1]), chunk("VP8 ", [2, 3]), chunk("EXIF", [4]),
            chunk("XMP ", [5]),
        ])
        #expect(
            WebPContainer.withoutMetadata(before)
                == file([chunk("VP8X", [0x10, 9, 9]), chunk("VP8 ", [2, 3])])
        )
        #expect(
            WebPContainer.withoutMetadata(before, keeping: ["ICCP"])
                == file([chunk("VP8X", [0x30, 9, 9]), chunk("ICCP", [1]), chunk("VP8 ", [2, 3])])
        )
    }

    @Test func otherFilesAreUnchanged() {
        for bytes: [UInt8] in [[], Array("RIFF".utf8), file([chunk("VP8 ", [1, 2])]).dropLast()] {
            #expect(WebPContainer.withoutMetadata(bytes) == bytes)
        }
    }
}
