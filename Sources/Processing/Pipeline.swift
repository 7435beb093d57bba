import ImageSpecs
import Pictures
import Vips

extension Picture {
    /// The picture after all of the steps.
    package func processed(by steps: [Step]) throws -> Picture {
        try Picture.processed([self], by: steps).first ?? self
    }

    /// The frames of an animation after all of the steps. They are of one size at every moment: what is cut away by a
    /// look at the pixels is cut away as the first frame says.
    package static func processed(_ frames: [Picture], by steps: [Step]) throws -> [Picture] {
        var frames = frames
        var rest = steps[...]
        while let first = frames.first, let step = rest.popFirst() {
            if let parts = step.parts(for: first.size) {
                rest = parts[...] + rest
            } else if let box = try first.box(keptBy: step) {
                frames = try frames.map { try $0.cropped(to: box) }
            } else {
                frames = try frames.map { try $0.processed(by: step) }
                // Programs and operations of libvips do what they like with each.
                if let other = frames.first(where: { $0.size != frames[0].size }) {
                    let message = "the frames come out in different sizes, \(frames[0].size) and \(other.size)"
                    throw ProcessorError(description: message)
                }
            }
        }
        return frames
    }

    /// One step that is not made of others.
    private func processed(by step: Step) throws -> Picture {
        switch step {
        case .resize(let width, let height, let upscale):
            guard upscale || (width < size.width && height < size.height) else { return self }
            return try resized(to: drawable(Size(width: width, height: height)))
        case .resizeCanvas(let width, let height, let color, let placement):
            return try placed(on: drawable(Size(width: width, height: height)), color, placement)
        case .transpose(let transposition):
            return try transposed(transposition)
        case .makeOpaque(let background):
            return try opaque(on: background)
        case .adjust(let color, let brightness, let contrast, let sharpness):
            return try adjusted(color: color, brightness: brightness, contrast: contrast, sharpness: sharpness)
        case .reflection(let background, let size, let opacity):
            return try reflected(on: background, size: size, opacity: opacity)
        case .colorOverlay(let color, let opacity):
            return try overlaid(with: color, opacity: opacity)
        case .gaussianBlur(let radius):
            return try blurred(radius: radius)
        case .convert(let mode):
            return try converted(to: mode)
        case .setOpacity(let maximum):
            return try withOpacity(atMost: maximum)
        case .imageOverlay(let path, let x, let y):
            return try overlaid(withImageAt: path, x: x, y: y)
        case .sharpen(let sigma, let amount, let flat):
            return try sharpened(sigma: sigma, amount: amount, flat: flat)
        case .rounded(let radius):
            return try rounded(radius: radius)
        case .tint(let color, let strength):
            return try tinted(color, strength: strength)
        case .text(let lettering):
            return try lettered(lettering)
        case .vips(let operation, let arguments):
            return try VipsCall.run(operation, arguments, on: self)
        case .unresolved:
            throw ProcessorError(description: "the fields of the source are not filled in")
        case .exec(let program):
            return try processed(by: program)
        case .resizeToCover, .resizeToFill, .resizeToFit, .smartResize, .crop, .addBorder, .smartCrop, .trimBorderColor,
            .trim:
            // These have parts, or keep a box.
            return self
        }
    }
}

/// More pixels than any step makes of an image; a mistake in a spec must not ask for all of the memory.
private let mostPixels = 1 << 28

/// - Throws: `ProcessorError` for a size that is nothing or far too much.
private func drawable(_ size: Size) throws -> Size {
    guard size.width > 0, size.height > 0, size.width <= mostPixels / size.height else {
        throw ProcessorError(description: "the image would come out \(size)")
    }
    return size
}
