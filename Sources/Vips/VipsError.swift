import CVips

/// A libvips call that did not work: the operation, its input where one is known, and libvips' own words.
///
/// `hint` is for people. libvips' texts change with its version and its codecs, so nothing branches on them.
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

    /// Takes what libvips has collected in its process-wide buffer, and its warnings, and empties both for the next call.
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

/// What follows from a reason, and misleads without it: libheif asks for offsets beyond the end of a file that is cut off, and
/// libtiff asks for no memory if a directory says that it is empty.
private let noise = ["bad seek to", "(0 elements of"]

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
