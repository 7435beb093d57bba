/// A picture as separate components: luma, or luma and the colour differences Cb and Cr (ITU-R BT.601 with the full
/// range).
package struct PlanarPicture {
    /// The resolution of the colour differences.
    package enum Subsampling: Hashable, Sendable {
        /// The resolution of luma.
        case full
        /// Half of the columns and half of the rows, rounded up.
        case halved

        /// Returns the size of a colour difference for a size of luma, both in samples.
        package func size(of luma: Size) -> Size {
            switch self {
            case .full: luma
            case .halved: Size(width: (luma.width + 1) / 2, height: (luma.height + 1) / 2)
            }
        }
    }

    /// The samples of a component: rows from the top, without padding.
    package struct Plane {
        package let size: Size
        package let samples: [UInt8]

        package init(size: Size, samples: [UInt8]) { (self.size, self.samples) = (size, samples) }
    }

    package let subsampling: Subsampling
    /// One plane for grey, or three planes for YCbCr.
    package let planes: [Plane]

    package init(_ subsampling: Subsampling, _ planes: [Plane]) {
        precondition(planes.count == 1 || planes.count == 3)
        (self.subsampling, self.planes) = (subsampling, planes)
    }

    package var size: Size { planes[0].size }
}
