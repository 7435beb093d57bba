import Synchronization

/// Keeps the state only in the memory of this process.
package struct MemoryBackend: CacheBackend {
    private static let states = Mutex<[String: MemoryState]>([:])

    package var lifetime: StateLifetime { .process }
    package func openForReading(_ tree: CacheTree) -> (any ReadableState)? { state(of: tree) }
    package func openForWriting(_ tree: CacheTree) -> any WritableState { state(of: tree) }
    package func discard(_ tree: CacheTree) { Self.states.withLock { $0[tree.path] = nil } }

    private func state(of tree: CacheTree) -> MemoryState {
        Self.states.withLock { states in
            if let state = states[tree.path] { return state }
            let state = MemoryState()
            states[tree.path] = state
            return state
        }
    }
}
