import Subprocess

/// Reads the lines of a worker's output. Only a line feed ends a line. Other characters that Unicode calls line breaks,
/// such as U+0085 and U+2028, can be part of a message.
struct LineReader {
    /// The maximum length of a line in bytes. Every outcome is shorter.
    private static let maxLength = 1 << 20

    private var buffers: SubprocessOutputSequence.Iterator
    private var pending: [UInt8] = []
    /// The index in `pending` up to which there is no line feed.
    private var searched = 0

    init(_ output: SubprocessOutputSequence) { buffers = output.makeAsyncIterator() }

    /// The next line without its line feed; nil at the end of the output. Bytes after the last line feed are ignored.
    /// - Throws: `LineLengthError`, or an error of the pipe.
    mutating func next() async throws -> String? {
        while true {
            if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                searched = 0
                return line
            }
            searched = pending.count
            guard searched <= Self.maxLength else { throw LineLengthError() }
            guard let buffer = try await buffers.next() else { return nil }
            buffer.withUnsafeBytes { pending.append(contentsOf: $0) }
        }
    }
}

/// A line of a worker's output is longer than every outcome.
struct LineLengthError: Error {}
