extension Outcome.Failure {
    /// Whether a message means that memory was exhausted. Every codec has its own wording, so the result can be wrong.
    /// The result decides whether a failure has the code `outOfMemory`. If a worker cannot load a library, the result
    /// also decides whether only the image fails, or the run ends.
    package static func mentionsOutOfMemory(_ text: String) -> Bool {
        let text = text.lowercased()
        guard !isAboutDeclaredSizes(text) else { return false }
        return [
            // "error creating thread" means exhausted memory, because `max_memory` also limits the stacks of threads.
            // A limit for the number of threads is an improbable cause, because a run checks this limit before its
            // workers start.
            "error creating thread", "out of memory", "insufficient memory", "cannot allocate memory",
            "could not allocate", "not enough memory",
            "memory allocation", "failed to allocate", "unable to allocate", "bad_alloc",
        ].contains(where: text.contains)
    }

    /// Whether memory was refused because of a size that the file declares. Such a message does not mean exhausted
    /// memory: libheif reports its own limits as memory errors, and libtiff requests the memory of a directory before
    /// it reads the directory.
    private static func isAboutDeclaredSizes(_ lowercased: String) -> Bool {
        lowercased.contains(decoderLimit) || lowercased.contains("tiff directory")
    }

    private static let decoderLimit = "security limit"

    /// Returns the failure with the code that its message implies: exhausted memory, or a limit of the decoder. Other
    /// failures are returned unchanged.
    /// - Parameter limit: `max_memory`, in bytes.
    package func withCodeOfMessage(_ limit: Int) -> Self {
        if code == .corruptSource, message.lowercased().contains(Self.decoderLimit) {
            return Self(code: .tooLarge, message: "it exceeds a limit of its decoder: \(message)")
        }
        guard code != .outOfMemory, Self.mentionsOutOfMemory(message) else { return self }
        return Self(code: .outOfMemory, message: "it needs more than max_memory, \(limit) bytes: \(message)")
    }
}
