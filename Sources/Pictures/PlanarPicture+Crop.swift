extension PlanarPicture {
    /// Returns a part of the picture, whose colour differences must have the resolution of luma.
    package func cropped(to box: Box) -> PlanarPicture {
        precondition(subsampling == .full)
        return PlanarPicture(.full, planes.map { $0.cropped(to: box) })
    }
}

extension PlanarPicture.Plane {
    fileprivate func cropped(to box: Box) -> PlanarPicture.Plane {
        precondition(box.left >= 0 && box.left + box.width <= size.width)
        var part: [UInt8] = []
        part.reserveCapacity(box.width * box.height)
        for row in box.top..<box.top + box.height {
            let start = row * size.width + box.left
            part += samples[start..<start + box.width]
        }
        return PlanarPicture.Plane(size: Size(width: box.width, height: box.height), samples: part)
    }
}
