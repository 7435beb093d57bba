import CVips
import ImageSpecs

/// A failed libvips call: the operation, the file if it is known, and a message, usually from libvips.
///
/// `hint` is for people. The messages of libvips change with its version and its codecs. So code searches `hint` only
/// if libvips reports the cause in no other way.
package struct VipsError: Error, Equatable, CustomStringConvertible {
    package let operation: String
    /// The file that was read or written, if the caller knows it.
    package var file: String?
    package let hint: String

    package init(operation: String, file: String? = nil, hint: String) {
        self.operation = operation
        self.file = file
        self.hint = hint
    }

    package var description: String {
        let subject = file.map { "\(operation) \($0)" } ?? operation
        return hint.isEmpty ? subject : "\(subject): \(hint)"
    }

    /// Creates an error from the process-wide error buffer and the warnings of libvips. Clears both for the next call.
    static func taken(by operation: String) -> VipsError {
        let text = String(cString: vips_error_buffer())
        vips_error_clear()
        let lines = text.split(separator: "\n").map { $0.trimmingSpaces } + VipsWarnings.taken()
        let reasons = lines.filter { line in !line.isEmpty && !noise.contains { line.contains($0) } }
        var seen = Set<String>()
        let hint = (reasons.isEmpty ? lines : reasons).filter { seen.insert($0).inserted }.prefix(4)
        return VipsError(operation: operation, hint: hint.joined(separator: "; "))
    }
}

/// Parts of messages that are only consequences of another error. Such a message does not state the cause, so it is
/// left out if there is any other message.
/// - `bad seek to`: libheif requests offsets beyond the end of a truncated file.
/// - `(0 elements of`: libtiff requests memory for 0 elements if a directory is empty.
/// - `error in tile`: libvips 8.18 names the tile at which decoding stopped.
private let noise = ["bad seek to", "(0 elements of", "error in tile"]
