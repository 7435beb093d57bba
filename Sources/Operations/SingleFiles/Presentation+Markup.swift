import Markup
import Registry
import WorkerProtocol

extension Presentation {
    /// What a page shows while an image loads; nil if the generator has no placeholder, or if the description of the
    /// image has no usable placeholder.
    func placeholder(of image: Outcome.MadeImage?) -> Picture.Placeholder? {
        guard let placeholder, let described = image?.notes.placeholders else { return nil }
        let color = described.averageColor ?? "transparent"
        return switch placeholder {
        case .blurhash: .blurhash(described.blurHash, color: color)
        case .color: .color(color)
        case .lqip: described.inlineURL.map { .inline($0) }
        }
    }
}
