/// Keeps no state: every run examines the complete tree.
package struct DummyBackend: CacheBackend {
    package var lifetime: StateLifetime { .none }
    package func openForReading(_ tree: CacheTree) -> (any ReadableState)? { nil }
    package func openForWriting(_ tree: CacheTree) -> any WritableState { MemoryState() }
    package func discard(_ tree: CacheTree) {}
}
