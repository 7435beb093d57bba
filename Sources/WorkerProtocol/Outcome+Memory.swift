extension Outcome.Failure {
    /// Whether a message means that memory was exhausted. Every codec has its own wording, so the check can be wrong.
    /// It only decides which of two codes a failure has.
    package static func mentionsOutOfMemory(_ text: String) -> Bool {
        let text = text.lowercased()
        guard !isAboutDeclaredSizes(text) else { return false }
        return [
            // `max_memory` covers the stacks of threads too. A limit of threads ends a run before it starts workers.
            "error creating thread", "out of memory", "insufficient memory", "cannot allocate memory",
            "could not allocate", "not enough memory",
            "memory allocation", "failed to allocate", "unable to allocate", "bad_alloc",
        ].contains(where: text.contains)
    }

    /// Whether the memory was refused because of a size that the file declares: libheif has limits of its own, which it
    /// reports as a memory error, and libtiff asks for the memory of a directory before it has read it.
    private static func isAboutDeclaredSizes(_ lowercased: String) -> Bool {
        lowercased.contains(decoderLimit) || lowercased.contains("tiff directory")
    }

    private static let decoderLimit = "security limit"

    /// Returns the failure with its true code, according to its message: exhausted memory, or a limit of the decoder.
    /// - Parameter limit: `max_memory`, in bytes.
    package func withCodeOfMessage(_ limit: Int) -> Self {
        if code == .corruptSource, message.lowercased().contains(Self.decoderLimit) {
            return Self(code: .tooLarge, message: "it exceeds a limit of its decoder: \(message)")
        }
        guard code != .outOfMemory, Self.mentionsOutOfMemory(message) else { return self }
        return Self(code: .outOfMemory, message: "it needs more than max_memory, \(limit) bytes: \(message)")
    }
}
