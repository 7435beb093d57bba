import ImageSpecs
import Pictures

/// The steps of a spec, cut where the pixels of a shared reduction can come in.
package struct Opening: Equatable {
    /// The size that the spec first resizes its image to; nil where it starts from the image as it is.
    package var target: Size?
    /// What remains to be done after that.
    package var rest: [Step]

    /// An image as it is, and then all of the steps.
    package init(startingAsItIs steps: [Step]) { rest = steps }

    /// - Parameter size: the upright source's. A resize that would enlarge against its will does nothing, and the
    ///   next step is looked at.
    package init(of steps: [Step], for size: Size) {
        rest = steps
        while let step = rest.first {
            if let parts = step.parts(for: size) {
                rest.replaceSubrange(..<1, with: parts)
            } else if case .resize(let width, let height, let upscale) = step {
                rest.removeFirst()
                guard upscale || (width < size.width && height < size.height) else { continue }
                target = Size(width: width, height: height)
                return
            } else {
                return
            }
        }
    }
}
