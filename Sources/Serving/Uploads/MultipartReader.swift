/// Reads a body with the type `multipart/form-data` (RFC 7578) in chunks of any size.
///
/// The memory of the reader does not grow with the size of the body or of its parts.
struct MultipartReader {
    struct Part: Equatable {
        var name = ""
        /// Nil if the part is not a file.
        var fileName: String?
    }

    enum Event: Equatable {
        case begin(Part)
        case data([UInt8])
        case end
    }

    struct SyntaxError: Error {}

    private enum State {
        /// Before the first boundary.
        case preamble
        /// Directly after a boundary. Either the line ends here, and a part follows, or `--` marks the end of all
        /// parts.
        case boundary
        case headers
        case data
        /// After the last boundary.
        case epilogue
    }

    private static let largestHeaders = 8 * 1024
    private static let longestBoundary = 70
    private static let lineEnd = [UInt8]("\r\n".utf8)

    private let delimiter: [UInt8]
    private var state = State.preamble
    /// The bytes that are not processed yet. A delimiter is a line break, two dashes, and the boundary. At the start
    /// of the body, the line break can be missing. So the buffer starts with a line break.
    private var buffer = MultipartReader.lineEnd

    /// - Parameter contentType: the value of the header `Content-Type`.
    /// - Returns: nil if the type is not `multipart/form-data`, or if it has no valid boundary.
    init?(contentType: String) {
        let parts = HeaderParameters(contentType)
        guard parts.value.lowercased() == "multipart/form-data", let boundary = parts["boundary"],
            (1...Self.longestBoundary).contains(boundary.utf8.count)
        else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    var isComplete: Bool { if case .epilogue = state { true } else { false } }

    mutating func read(_ bytes: some Sequence<UInt8>, _ handle: (Event) throws -> Void) throws {
        buffer += bytes
        while try step(handle) {}
    }

    /// Processes the next element.
    /// - Returns: false if more bytes are needed.
    private mutating func step(_ handle: (Event) throws -> Void) throws -> Bool {
        switch state {
        case .preamble, .data:
            let isData = state == .data
            guard let start = firstIndex(of: delimiter) else {
                // The last bytes of the buffer can be the start of a delimiter. So keep these bytes.
                let count = buffer.count - delimiter.count + 1
                guard count > 0 else { return false }
                if isData { try handle(.data(Array(buffer[..<count]))) }
                buffer.removeFirst(count)
                return false
            }
            if isData {
                if start > 0 { try handle(.data(Array(buffer[..<start]))) }
                try handle(.end)
            }
            buffer.removeFirst(start + delimiter.count)
            state = .boundary
        case .boundary:
            guard buffer.count >= 2 else { return false }
            if buffer.starts(with: "--".utf8) {
                state = .epilogue
                return true
            }
            guard let end = firstIndex(of: Self.lineEnd) else {
                guard buffer.count <= Self.longestBoundary else { throw SyntaxError() }
                return false
            }
            guard buffer[..<end].allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) else {
                throw SyntaxError()
            }
            // Keep the line break. If the part has no headers, an empty line follows, so this line break and the next
            // one are the end of the headers.
            buffer.removeFirst(end)
            state = .headers
        case .headers:
            guard let end = firstIndex(of: Self.lineEnd + Self.lineEnd) else {
                guard buffer.count <= Self.largestHeaders else { throw SyntaxError() }
                return false
            }
            guard end <= Self.largestHeaders else { throw SyntaxError() }
            try handle(.begin(Self.part(String(decoding: buffer[..<end], as: UTF8.self))))
            buffer.removeFirst(end + 2 * Self.lineEnd.count)
            state = .data
        case .epilogue:
            buffer.removeAll()
            return false
        }
        return true
    }

    private static func part(_ headers: String) -> Part {
        var part = Part()
        for line in headers.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-disposition" else {
                continue
            }
            let parameters = HeaderParameters(String(line[line.index(after: colon)...]))
            part.name = parameters["name"] ?? ""
            part.fileName = parameters["filename"]
        }
        return part
    }

    private func firstIndex(of pattern: [UInt8]) -> Int? {
        guard buffer.count >= pattern.count, let first = pattern.first else { return nil }
        return buffer.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                var index = 0
                let last = bytes.count - pattern.count
                while index <= last {
                    if bytes[index] == first, bytes[index..<index + pattern.count].elementsEqual(pattern) {
                        return index
                    }
                    index += 1
                }
                return nil
            }
        }
    }
}
