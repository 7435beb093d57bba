import ImageSpecs
import Pictures

extension Step {
    /// The simpler steps that PILKit makes of this one for an image of the given size; nil for a step that is
    /// simple already. What remains in the end is resizing to a size, canvases, and all that looks at pixels.
    func parts(for size: Size) -> [Step]? {
        switch self {
        case .resizeToCover(let width, let height, let upscale):
            let target = Geometry.covering(Size(width: width, height: height), with: size)
            return [.resize(width: target.width, height: target.height, upscale: upscale)]
        case .resizeToFill(let width, let height, let placement, let upscale):
            return [
                .resizeToCover(width: width, height: height, upscale: upscale),
                .crop(width: width, height: height, placement: placement),
            ]
        case .smartResize(let width, let height, let upscale, let interest):
            return [
                .resizeToCover(width: width, height: height, upscale: upscale),
                .smartCrop(width: width, height: height, by: interest),
            ]
        case .resizeToFit(let width, let height, let upscale, let mat):
            let target = Geometry.fitting(width: width, height: height, with: size)
            let resize = Step.resize(width: target.width, height: target.height, upscale: upscale)
            guard let mat, let width, let height else { return [resize] }
            let placement = Placement.anchor(mat.anchor)
            return [resize, .resizeCanvas(width: width, height: height, color: mat.color, placement: placement)]
        case .crop(let width, let height, let placement):
            let (width, height) = (min(width, size.width), min(height, size.height))
            return [.resizeCanvas(width: width, height: height, color: .transparentWhite, placement: placement)]
        case .addBorder(let border, let color):
            return [
                .resizeCanvas(
                    width: size.width + border.left + border.right,
                    height: size.height + border.top + border.bottom,
                    color: color,
                    placement: .offset(x: border.left, y: border.top)
                )
            ]
        default:
            return nil
        }
    }
}

extension Step {
    /// Whether a grey level more or less can change what the step cuts away: it wants pixels close to the source's.
    package var looksAtDetail: Bool {
        if case .smartCrop = self { return true }
        return false
    }
}

extension Step {
    /// Whether an upright image of this size comes out as it went in.
    package func leavesAlone(_ size: Size) -> Bool {
        if let parts = parts(for: size) { return parts.allSatisfy { $0.leavesAlone(size) } }
        switch self {
        case .resize(let width, let height, let upscale):
            return Size(width: width, height: height) == size
                || !upscale && !(width < size.width && height < size.height)
        case .resizeCanvas(let width, let height, _, let placement):
            return Size(width: width, height: height) == size
                && Geometry.offset(of: size, on: size, placement) == (0, 0)
        case .smartCrop(let width, let height, _): return width >= size.width && height >= size.height
        case .transpose(let transposition): return transposition == .auto
        default: return false
        }
    }
}
