import Synchronization

/// The sources of a stream. Another thread finds the next sources while the caller processes the previous sources.
package struct PrefetchedSources {
    /// The number of sources that the other thread passes to the caller at a time.
    private static let batch = 256

    private let stream: SharedStream
    private var found: IndexingIterator<[SourceStream.FoundSource]> = [].makeIterator()
    /// The next sources from the other thread; nil after the last ones.
    private var coming: BackgroundResult<[SourceStream.FoundSource]>?

    package init(_ stream: sending SourceStream) {
        self.stream = SharedStream(stream)
        coming = ahead()
    }

    package mutating func next() -> SourceStream.FoundSource? {
        if let source = found.next() { return source }
        guard let sources = coming?.take() else { return nil }
        coming = sources.count == Self.batch ? ahead() : nil
        found = sources.makeIterator()
        return found.next()
    }

    private func ahead() -> BackgroundResult<[SourceStream.FoundSource]> {
        BackgroundResult { [stream] in stream.next(Self.batch) }
    }

    private final class SharedStream: Sendable {
        private let stream: Mutex<SourceStream>

        init(_ stream: sending SourceStream) { self.stream = Mutex(stream) }

        func next(_ count: Int) -> [SourceStream.FoundSource] {
            stream.withLock { stream in
                var sources: [SourceStream.FoundSource] = []
                sources.reserveCapacity(count)
                while sources.count < count, let source = stream.next() { sources.append(source) }
                return sources
            }
        }
    }
}
