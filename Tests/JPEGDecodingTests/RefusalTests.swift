import RenderingTestSupport
import Testing

@testable import JPEGDecoding

/// Checks that `JPEGDecoding` refuses broken files, and files that only libvips decodes.
struct RefusalTests {
    private func refusal(_ bytes: [UInt8], byteLimit: Int = .max) -> String? {
        do {
            let picture = try JPEGPicture(bytes)
            _ = try picture.coefficients(picture.frame.components.map { _ in .full }, byteLimit: byteLimit)
            return nil
        } catch {
            return error.description
        }
    }

    private func file(_ ids: [Int], head: [UInt8] = []) -> [UInt8] {
        var file = JPEGFile(64, 64, columns: 1, ids.map { JPEGFile.Component(id: $0, [100]) })
        file.head = head
        return file.bytes
    }

    private func colors(_ ids: [Int], _ head: [UInt8] = []) throws(JPEGRefusal) -> JPEGColorSpace {
        try JPEGPicture(file(ids, head: head)).colors
    }

    /// The segments determine the colour space by the rules of libjpeg (`default_decompress_parms`).
    @Test func theSegmentsNameTheColours() throws {
        #expect(try colors([1]) == .grey)
        #expect(try colors([1], JPEGFile.adobe(1)) == .grey)
        #expect(try colors([1, 2, 3]) == .yCbCr)
        #expect(try colors([5, 6, 7]) == .yCbCr)
        #expect(try colors([82, 71, 66]) == .rgb)
        #expect(try colors([82, 71, 66], JPEGFile.jfif) == .yCbCr)
        #expect(try colors([1, 2, 3], JPEGFile.adobe(0)) == .rgb)
        #expect(try colors([82, 71, 66], JPEGFile.adobe(1)) == .yCbCr)
        #expect(try colors([1, 2, 3], JPEGFile.jfif + JPEGFile.adobe(0)) == .yCbCr)
        #expect(try colors([1, 2, 3, 4], JPEGFile.adobe(0)) == .invertedCMYK)
        #expect(try colors([1, 2, 3, 4], JPEGFile.jfif + JPEGFile.adobe(2)) == .invertedYCCK)
    }

    @Test func otherColoursAreRefused() {
        // Programs do not agree whether inks are inverted in a file without Adobe's segment.
        #expect(refusal(file([1, 2, 3, 4])) == "unusual colours")
        #expect(refusal(file([1, 2, 3, 4], head: JPEGFile.adobe(1))) == "unusual colours")
        #expect(refusal(file([1, 2, 3], head: JPEGFile.adobe(2))) == "unusual colours")
        #expect(refusal(file([1, 2])) == "2 components")
    }

    /// Replaces the byte at an offset after a marker.
    private func changed(_ name: String, _ marker: UInt8, _ offset: Int, _ byte: UInt8) throws -> [UInt8] {
        var bytes = try Fixtures.bytes(name)
        let start = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == marker })
        bytes[start + offset] = byte
        return bytes
    }

    @Test func otherProcessesAreRefused() throws {
        let name = "2x2-baseline.jpg"
        // The markers of lossless, arithmetic (sequential and progressive), and hierarchical JPEGs.
        for marker: UInt8 in [0xC3, 0xC9, 0xC5, 0xCA] {
            #expect(refusal(try changed(name, 0xC0, 1, marker)) == "an unusual segment")
        }
        #expect(refusal(try changed(name, 0xC0, 4, 12)) == "samples of 12 bits")
        #expect(refusal(try changed(name, 0xC0, 11, 0x31)) == "unusual components")
    }

    @Test func brokenFilesAreRefused() throws {
        let whole = try Fixtures.bytes("2x2-many.jpg")
        #expect(refusal(Array(whole.dropLast(2))) == "a truncated scan")
        #expect(refusal(Array(whole.dropFirst())) == "not a JPEG")
        #expect(refusal([]) == "not a JPEG")
        #expect(refusal([0xFF, 0xD8, 0xFF, 0xD9]) == "no picture")
        // The scan lacks its last bytes, but the file has an end marker.
        let baseline = try Fixtures.bytes("2x2-baseline.jpg")
        #expect(refusal(baseline.dropLast(60) + [0xFF, 0xD9]) == "broken entropy-coded data")
        let restarts = try Fixtures.bytes("2x2-restarts.jpg")
        let isRestart = { restarts[$0] == 0xFF && 0xD0...0xD7 ~= restarts[$0 + 1] }
        let marker = try #require(restarts.indices.dropLast().last(where: isRestart))
        #expect(refusal(restarts[..<marker] + [0xFF, 0xD9]) == "missing restart markers")
        let stuffed = try #require(restarts.indices.dropLast().last { restarts[$0] == 0xFF && restarts[$0 + 1] == 0 })
        #expect(
            refusal(restarts[..<stuffed] + [0xFF] + restarts[stuffed...]) == "a fill byte before a stuffed byte"
        )
        // A progressive file without its last scan lacks bits of coefficients. libjpeg would smooth such a picture.
        let starts = whole.indices.dropLast().filter { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA }
        #expect(refusal(whole[..<(try #require(starts.last))] + [0xFF, 0xD9]) == "missing coefficients")
    }

    @Test func theMemoryIsLimited() throws {
        let bytes = try Fixtures.bytes("1x1-usual.jpg")
        // The file has 3 components of 5 × 4 blocks. A block needs 128 bytes for coefficients and 8 bytes for a mask.
        #expect(refusal(bytes, byteLimit: 3 * 20 * 136) == nil)
        #expect(refusal(bytes, byteLimit: 3 * 20 * 136 - 1) == "more coefficients than the limit")
        // For half of the size, a block has 16 coefficients that are needed, and one for all others.
        let picture = try JPEGPicture(bytes)
        let (halves, limit) = ([Set<JPEGScale>](repeating: [.half], count: 3), 3 * 20 * (17 * 2 + 8))
        _ = try picture.planes(halves, byteLimit: limit)
        #expect(throws: JPEGRefusal.self) { try picture.planes(halves, byteLimit: limit - 1) }
        // The limit does not apply to a picture with one scan, because only one row of units is in memory.
        _ = try JPEGPicture(Fixtures.bytes("1x1-baseline.jpg")).planes([[.full], [.full], [.full]], byteLimit: 0)
    }

    /// A broken scan does not matter for a plane that does not need it.
    @Test func skippedScansAreNotDecoded() throws {
        var bytes = try Fixtures.bytes("2x2-usual.jpg")
        let starts = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
        // The second scan contains the low coefficients of luma, without the means. The new bytes break this scan,
        // because no code starts with so many ones.
        for index in starts[1] + 10..<starts[1] + 16 { bytes[index] = index % 2 == 0 ? 0xFE : 0xFD }
        let picture = try JPEGPicture(bytes)
        #expect(throws: JPEGRefusal.self) { try picture.planes([[.half], [.eighth], [.eighth]], byteLimit: .max) }
        _ = try picture.planes([[.eighth], [.full], [.full]], byteLimit: .max)
    }

    /// Mutated files do not crash the decoder.
    @Test(arguments: ["2x2-baseline.jpg", "2x2-many.jpg", "2x2-usual.jpg", "1x1-restarts.jpg", "2x2-separate.jpg"])
    func mutationsAreDecodedOrRefused(_ name: String) throws {
        let whole = try Fixtures.bytes(name)
        var state: UInt64 = 1
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        var refused = 0
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(random(256)) }
            guard let picture = try? JPEGPicture(bytes), picture.width * picture.height < 1 << 20,
                (try? picture.planes(picture.frame.components.map { _ in [.full, .quarter] }, byteLimit: 1 << 26))
                    != nil
            else {
                refused += 1
                continue
            }
        }
        #expect(1..<400 ~= refused)
    }
}
