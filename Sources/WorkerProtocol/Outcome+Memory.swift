extension Outcome.Failure {
    /// Whether somebody's last words are that there was no memory. Every codec has words of its own for it; they decide on
    /// nothing but which of two codes a failure gets.
    package static func tellsOfMemory(_ text: String) -> Bool {
        let text = text.lowercased()
        return [
            "out of memory", "insufficient memory", "cannot allocate memory", "could not allocate", "not enough memory",
            "memory allocation", "failed to allocate", "unable to allocate", "bad_alloc",
        ].contains(where: text.contains)
    }

    /// The failure as one of memory, where it is one.
    /// - Parameter limit: `max_memory`, in bytes.
    package func tellingOfMemory(_ limit: Int) -> Self {
        guard code != .outOfMemory, Self.tellsOfMemory(message) else { return self }
        return Self(code: .outOfMemory, message: "it takes more than max_memory, \(limit) bytes: \(message)")
    }
}
