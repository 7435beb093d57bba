/// Writes a JPEG of flat blocks according to the specification (ITU-T T.81). Each block has only its mean, so its
/// samples are known without a cosine transform.
package struct JPEGFile {
    package struct Component {
        package var id: Int
        /// The sampling factors.
        package var across = 1
        package var down = 1
        /// The value of the component in each patch of the picture.
        package var values: [UInt8]

        package init(id: Int, across: Int = 1, down: Int = 1, _ values: [UInt8]) {
            (self.id, self.across, self.down, self.values) = (id, across, down, values)
        }
    }

    /// The side of a patch: a multiple of the sides of all blocks.
    package static let patch = 64

    package var width: Int
    package var height: Int
    package var columns: Int
    package var components: [Component]
    package var isProgressive = false
    /// The number of units between two restart markers. 0 means that there are no restart markers.
    package var restartInterval = 0
    /// The bytes before the tables, such as application segments.
    package var head: [UInt8] = []

    package init(_ width: Int, _ height: Int, columns: Int, _ components: [Component]) {
        (self.width, self.height, self.columns, self.components) = (width, height, columns, components)
    }

    package static func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((data.count + 2) >> 8), UInt8((data.count + 2) & 255)] + data
    }

    /// Returns Adobe's segment (technical note 5116). The transform is 0 for RGB or inks, 1 for YCbCr, and 2 for YCCK,
    /// which is YCbCr of inverted inks, and black.
    package static func adobe(_ transform: UInt8) -> [UInt8] {
        segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, transform])
    }

    package static let jfif = segment(0xE0, Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0])

    package var bytes: [UInt8] {
        // The first Huffman table has one code of 4 bits for each size of a difference. The second table has only the
        // code 0, which ends a block.
        let none = [UInt8](repeating: 0, count: 12)
        let sizes: [UInt8] = [0, 0, 0, 0, 13] + none + Array(0..<13)
        let ends: [UInt8] = [0x10, 1] + none + [0, 0, 0, 0]
        let quantization: [UInt8] = [0] + [UInt8](repeating: 8, count: 64)
        var file: [UInt8] = [0xFF, 0xD8] + head
        file += Self.segment(0xDB, quantization) + Self.segment(0xC4, sizes) + Self.segment(0xC4, ends)
        var frame: [UInt8] = [8, UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
        frame.append(UInt8(components.count))
        for component in components {
            frame += [UInt8(component.id), UInt8(component.across << 4 | component.down), 0]
        }
        file += Self.segment(isProgressive ? 0xC2 : 0xC0, frame)
        if restartInterval > 0 { file += Self.segment(0xDD, [0, UInt8(restartInterval)]) }
        if isProgressive {
            // The first scan has all bits of the means except the lowest, and the second scan has the lowest bits. Then
            // the scans of single components have the ends of all blocks.
            file += scan(components, [0, 0, 0x01]) { writer, index, value in writer.put(mean: value >> 1, of: index) }
            file += scan(components, [0, 0, 0x10]) { writer, _, value in writer.put(value & 1, 1) }
            for component in components { file += scan([component], [1, 63, 0]) { writer, _, _ in writer.put(0, 1) } }
        } else {
            file += scan(components, [0, 63, 0]) { writer, index, value in
                writer.put(mean: value, of: index)
                writer.put(0, 1)
            }
        }
        return file + [0xFF, 0xD9]
    }

    /// - Parameter put: receives the index of a component in the scan, and the mean of a block minus 128.
    private func scan(
        _ scanned: [Component],
        _ range: [UInt8],
        _ put: (inout JPEGBits, Int, Int) -> Void
    ) -> [UInt8] {
        let most = (across: components.map(\.across).max() ?? 1, down: components.map(\.down).max() ?? 1)
        // A scan of only one component contains the blocks of this component row by row, and no blocks outside the
        // picture. A scan of several components has the blocks of all components in each unit.
        let isAlone = scanned.count == 1
        let unit =
            isAlone
            ? (width: 8 * most.across / scanned[0].across, height: 8 * most.down / scanned[0].down)
            : (width: 8 * most.across, height: 8 * most.down)
        var writer = JPEGBits(components: scanned.count)
        var count = 0
        for row in 0..<(height + unit.height - 1) / unit.height {
            for column in 0..<(width + unit.width - 1) / unit.width {
                if restartInterval > 0, count > 0, count % restartInterval == 0 {
                    writer.restart(count / restartInterval - 1)
                }
                count += 1
                for (index, component) in scanned.enumerated() {
                    let blocks = isAlone ? (across: 1, down: 1) : (across: component.across, down: component.down)
                    for y in 0..<blocks.down {
                        for x in 0..<blocks.across {
                            let left = column * unit.width + x * unit.width / blocks.across
                            let top = row * unit.height + y * unit.height / blocks.down
                            put(&writer, index, Int(component.values[patch(atColumn: left, row: top)]) - 128)
                        }
                    }
                }
            }
        }
        var header = [UInt8(scanned.count)]
        for component in scanned { header += [UInt8(component.id), 0] }
        return Self.segment(0xDA, header + range) + writer.finished
    }

    private func patch(atColumn x: Int, row y: Int) -> Int {
        // The last blocks of a row or column can extend beyond the picture. The samples outside the picture are not
        // visible, so use the patch at the edge for them.
        min(y, height - 1) / Self.patch * columns + min(x, width - 1) / Self.patch
    }
}
