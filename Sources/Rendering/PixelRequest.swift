import ImageSpecs
import Pictures

/// The pixels that an output starts from: the source at the size of the output's first resize.
///
/// The pixels depend only on this request and on the source. So the bytes of an output do not depend on the other
/// generators of the registry.
struct PixelRequest: Hashable {
    /// The size after the output's first resize, or nil for the full image. The size is upright if
    /// `treatment.autorotate` is true.
    var target: Size?
    var treatment: Treatment
    /// A picture is halved only if each side of the result is at least this many times as long as the same side of the
    /// target.
    var margin = 2
    /// The resolution of the colour differences if the output is encoded from the components of a JPEG, without a
    /// conversion to RGB. It is nil for all other outputs.
    var planes: PlanarPicture.Subsampling?

    /// The conversions of the source's pixels that do not depend on the size.
    struct Treatment: Hashable {
        var autorotate: Bool
        var colors: SpecExtensions.ColorProfile
    }

    /// Returns how often a picture of this size is halved before it is resized to the target.
    ///
    /// Outputs of different sizes share the halved pictures. So most outputs do not read all pixels of the source.
    func halvings(of size: Size) -> Int {
        guard let target else { return 0 }
        var (count, size) = (0, size)
        while true {
            size = size.half
            guard size.width >= margin * target.width, size.height >= margin * target.height else { return count }
            count += 1
        }
    }
}

extension Size {
    /// The size with both sides halved and rounded up.
    var half: Size { Size(width: (width + 1) / 2, height: (height + 1) / 2) }
}
