/// The chapter of the documentation that describes a processor.
package enum ProcessorChapter: String, CaseIterable, Sendable {
    case sizes
    case cropping
    case canvas
    case turning
    case effects
    /// The processors that PILKit does not have.
    case own
}
