import Synchronization

/// The sources of a stream, found by another thread while the caller processes the previous ones.
package struct SightingsAhead {
    /// The number of sources that are handed over at a time.
    private static let batch = 256

    private let stream: SharedStream
    private var found: IndexingIterator<[SourceStream.Sighting]> = [].makeIterator()
    /// Nil after the last batch.
    private var coming: Ahead<[SourceStream.Sighting]>?

    package init(_ stream: sending SourceStream) {
        self.stream = SharedStream(stream)
        coming = ahead()
    }

    package mutating func next() -> SourceStream.Sighting? {
        if let sighting = found.next() { return sighting }
        guard let sightings = coming?.take() else { return nil }
        coming = sightings.count == Self.batch ? ahead() : nil
        found = sightings.makeIterator()
        return found.next()
    }

    private func ahead() -> Ahead<[SourceStream.Sighting]> {
        Ahead { [stream] in stream.next(Self.batch) }
    }

    private final class SharedStream: Sendable {
        private let stream: Mutex<SourceStream>

        init(_ stream: sending SourceStream) { self.stream = Mutex(stream) }

        func next(_ count: Int) -> [SourceStream.Sighting] {
            stream.withLock { stream in
                var sightings: [SourceStream.Sighting] = []
                sightings.reserveCapacity(count)
                while sightings.count < count, let sighting = stream.next() { sightings.append(sighting) }
                return sightings
            }
        }
    }
}
