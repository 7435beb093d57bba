extension Outcome.Failure {
    /// Whether a message means that memory was exhausted. Every codec has its own wording, so the check can be wrong.
    /// It only decides which of two codes a failure has.
    package static func mentionsOutOfMemory(_ text: String) -> Bool {
        let text = text.lowercased()
        return [
            "out of memory", "insufficient memory", "cannot allocate memory", "could not allocate", "not enough memory",
            "memory allocation", "failed to allocate", "unable to allocate", "bad_alloc",
        ].contains(where: text.contains)
    }

    /// Returns the failure with the code for exhausted memory, if its message mentions exhausted memory.
    /// - Parameter limit: `max_memory`, in bytes.
    package func asOutOfMemory(_ limit: Int) -> Self {
        guard code != .outOfMemory, Self.mentionsOutOfMemory(message) else { return self }
        return Self(code: .outOfMemory, message: "it needs more than max_memory, \(limit) bytes: \(message)")
    }
}
