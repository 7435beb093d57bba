import CacheState
import ImageSpecs
import Synchronization
import WorkerProtocol

/// The renderer of a run. It is identified on first use, because a run that makes no image does not need it, and
/// identifying it can take as long as loading libvips.
package final class CurrentRenderer: Sendable {
    private struct State {
        /// The renderers in the state, by their numbers.
        var known: [Int: Renderer] = [:]
        var identified: Renderer??
    }

    private let identify: @Sendable ([Renderer]) -> Renderer?
    private let state = Mutex(State())

    /// - Parameter identify: receives the renderers of the state and returns the renderer of the run; nil if it is
    ///   unknown.
    package init(_ identify: @escaping @Sendable ([Renderer]) -> Renderer?) { self.identify = identify }

    /// Adds the renderers of a state.
    package func learn(_ renderers: [Renderer]) {
        state.withLock { state in for renderer in renderers { state.known[renderer.number] = renderer } }
    }

    /// The renderer of the run; nil if it is unknown, for example because no worker can start.
    package var renderer: Renderer? {
        state.withLock { state in
            if let identified = state.identified { return identified }
            let found = identify(Array(state.known.values))
            state.identified = .some(found)
            return found
        }
    }

    /// The faults that the renderer of a record had, and that this version has fixed.
    func fixedFaults(of record: CacheRecord) -> [FixedFault] {
        let number = record.renderer ?? Renderer.unrecorded.number
        guard let renderer = state.withLock({ $0.known[number] }) else { return [] }
        return renderer.fixedFaults
    }

    /// Whether the state can have images with faults that this version has fixed.
    package var hasFixedFaults: Bool { state.withLock { $0.known.values.contains { !$0.fixedFaults.isEmpty } } }
}

extension Renderer {
    fileprivate var fixedFaults: [FixedFault] { FixedFault.faults(of: imagekit) }
}
