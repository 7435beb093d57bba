import ImageSpecs
import Pictures

/// The steps of a spec, split after the resize that they begin with: outputs that begin with one size share its pixels.
package struct LeadingResize {
    /// The size that the spec first resizes its image to; nil if it starts from the image as it is.
    package var target: Size?
    /// The steps after that.
    package var rest: [any PictureStep]

    /// All of the steps, from the image as it is.
    package init(none steps: [any PictureStep]) { rest = steps }

    /// - Parameter size: the size of the upright source. A resize that may not enlarge it does nothing, and the next step
    ///   counts.
    package init(of steps: [any PictureStep], for size: Size) {
        rest = steps
        while let step = rest.first {
            if let parts = step.parts(for: size) {
                rest.replaceSubrange(..<1, with: parts)
            } else if let resize = step as? Resize {
                rest.removeFirst()
                guard resize.changes(size) else { continue }
                target = Size(width: resize.width, height: resize.height)
                return
            } else {
                return
            }
        }
    }
}
