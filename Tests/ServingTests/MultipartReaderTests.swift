import TestSupport
import Testing

@testable import Serving

@Suite struct MultipartReaderTests {
    private static let type = "multipart/form-data; boundary=\"b\""

    /// The parts of a body that arrives in chunks of the given size.
    private func parts(_ body: String, chunk: Int, type: String = type) throws -> [(MultipartReader.Part, String)] {
        var reader = try #require(MultipartReader(contentType: type))
        var parts: [(MultipartReader.Part, [UInt8], Bool)] = []
        let bytes = Array(body.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            try reader.read(bytes[start..<min(start + chunk, bytes.count)]) { event in
                switch event {
                case .begin(let part): parts.append((part, [], false))
                case .data(let data): parts[parts.count - 1].1 += data
                case .end: parts[parts.count - 1].2 = true
                }
            }
        }
        #expect(reader.isComplete && parts.allSatisfy(\.2))
        return parts.map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }
    }

    @Test(arguments: [1, 2, 3, 7, 1000]) func aFormIsReadInChunks(size: Int) throws {
        let body =
            "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nsecret\r\n"
            + "--b  \r\ncontent-disposition: form-data; filename=\"a \\\"b\\\".png\"; name=file\r\nContent-Type: image/png\r\n\r\n"
            + "\r\n--a\r\n--\r\n\r\n--b\r\n\r\nno headers\r\n--b\r\nX: y\r\n\r\n\r\n--b--\r\nepilogue"
        let parts = try parts(body, chunk: size)
        #expect(parts.map(\.1) == ["secret", "\r\n--a\r\n--\r\n", "no headers", ""])
        #expect(parts.map(\.0.name) == ["token", "file", "", ""])
        #expect(parts.map(\.0.fileName) == [nil, "a \"b\".png", nil, nil])
    }

    @Test func theFirstBoundaryNeedsNoLineBreak() throws {
        #expect(try parts("--b\r\n\r\na\r\n--b--", chunk: 4).map(\.1) == ["a"])
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=b", "image/png", "",
        "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
    ])
    func otherTypesAreRefused(type: String) { #expect(MultipartReader(contentType: type) == nil) }

    @Test(arguments: [
        "--b\r\n" + String(repeating: "X: y\r\n", count: 2000) + "\r\n\r\n--b--",
        "--b" + String(repeating: " ", count: 100), "--bx\r\n\r\n\r\n--b--",
    ])
    func malformedFormsAreRefused(body: String) throws {
        var reader = try #require(MultipartReader(contentType: Self.type))
        #expect(throws: MultipartReader.SyntaxError.self) { try reader.read(Array(body.utf8)) { _ in } }
    }

    @Test func randomBytesDoNotCrash() throws {
        var random = SeededGenerator(seed: 1)
        let parts = [
            "--b", "\r\n", "\r", "\n", "--", "b", "Content-Disposition:", "; name=", "\"", "a", ";", "filename=\"",
        ]
        for _ in 0..<2000 {
            var reader = try #require(MultipartReader(contentType: Self.type))
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                try? reader.read(Array((parts.randomElement(using: &random) ?? "").utf8)) { _ in }
            }
        }
    }
}
