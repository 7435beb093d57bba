import ImageSpecs
import Pictures

/// The steps of a spec, split after the resize that they start with (the leading resize). Outputs that start with a
/// resize to the same size share the resized pixels.
package struct LeadingResize {
    /// The target of the leading resize. It is nil if the steps start with the full image.
    package var target: Size?
    /// The steps after the leading resize. Without a leading resize, these are all steps, except that `init(of:for:)`
    /// drops resizes at the start that change nothing.
    package var rest: [any PictureStep]

    /// Starts with the full image and keeps all steps.
    package init(withoutResize steps: [any PictureStep]) { rest = steps }

    /// - Parameter size: the size of the image before the steps. A resize without `upscale` changes only an image that
    ///   is larger than the target in both directions. If a resize changes nothing, a later resize can be the leading
    ///   resize.
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

    /// Returns the part of the resized picture that `rest` keeps. Returns nil if `rest` does more than crop, or if a
    /// crop depends on the pixels.
    /// - Parameter size: the size of the picture after the leading resize.
    package func keptPart(of size: Size) -> Box? {
        var part = Box(left: 0, top: 0, width: size.width, height: size.height)
        var steps = rest
        while let step = steps.first {
            let size = Size(width: part.width, height: part.height)
            if let parts = step.parts(for: size) {
                steps.replaceSubrange(..<1, with: parts)
            } else if let smaller = (step as? ResizeCanvas)?.keptPart(of: size) {
                part = Box(
                    left: part.left + smaller.left,
                    top: part.top + smaller.top,
                    width: smaller.width,
                    height: smaller.height
                )
                steps.removeFirst()
            } else {
                return nil
            }
        }
        return part
    }
}
