/// The origin of an image.
package enum ImageOrigin: Sendable {
    /// A source with its name, which is its path relative to `MEDIA_ROOT`.
    case source(String)
    /// A canvas, whose size and fill the generator defines.
    case canvas

    /// The text that identifies the origin in a hash, in the state, and in a job. It is the name of a source, or an
    /// empty text for a canvas. The text is unambiguous, because no source has an empty name.
    @inlinable package var key: String {
        switch self {
        case .source(let name): name
        case .canvas: ""
        }
    }

    @inlinable package init(key: String) { self = key.isEmpty ? .canvas : .source(key) }

    /// The name of the source. It is nil for a canvas.
    @inlinable package var sourceName: String? { if case .source(let name) = self { name } else { nil } }

    @inlinable package var isCanvas: Bool { if case .canvas = self { true } else { false } }
}
