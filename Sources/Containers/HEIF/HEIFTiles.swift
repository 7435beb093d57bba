import Pictures

/// Counts the pixels that are decoded for the items of an AVIF or HEIC (ISO/IEC 23008-12, 6.6.2). A grid can refer to
/// the same item thousands of times, and the item is decoded each time. So decoding even a small file can take long.
package struct HEIFTiles {
    /// The areas of the items that have a size. The key is the id of the item.
    private var areas: [Int: Int] = [:]
    /// For each item that consists of other items, the ids of these other items. The key is the id of the item.
    private var parts: [Int: [Int]] = [:]

    /// - Returns: the number of pixels that are decoded for the most expensive item. Nil if no item consists of other
    ///   items, or if the items cannot be read.
    package static func pixels(of file: some ByteSource) -> Int? {
        guard let meta = HEIFColors.meta(of: file), let tiles = HEIFTiles(meta), !tiles.parts.isEmpty else {
            return nil
        }
        var costs: [Int: Int] = [:]
        return tiles.parts.keys.sorted().map { tiles.cost(of: $0, &costs, depth: 0) }.max()
    }

    private init?(_ bytes: [UInt8]) {
        // Skip the version and the flags, which precede the boxes.
        guard bytes.count > 4 else { return nil }
        let boxes = BoxSequence(bytes, in: 4..<bytes.count)
        for box in boxes where box.type == "iref" { readReferences(bytes, box.content) }
        for box in boxes where box.type == "iprp" {
            let inner = Array(BoxSequence(bytes, in: box.content))
            let sizes = inner.filter { $0.type == "ipco" }.flatMap { Array(BoxSequence(bytes, in: $0.content)) }
                .map { $0.type == "ispe" ? HEIFTiles.area(bytes, $0.content) : nil }
            for associations in inner where associations.type == "ipma" {
                readAssociations(bytes, associations.content, sizes)
            }
        }
    }

    private static func area(_ bytes: [UInt8], _ content: Range<Int>) -> Int? {
        guard let width = bytes.bigEndian(at: content.lowerBound + 4, count: 4),
            let height = bytes.bigEndian(at: content.lowerBound + 8, count: 4)
        else { return nil }
        let (area, overflows) = width.multipliedReportingOverflow(by: height)
        return overflows ? .max : area
    }

    private mutating func readReferences(_ bytes: [UInt8], _ content: Range<Int>) {
        guard let version = bytes.bigEndian(at: content.lowerBound, count: 1), content.count >= 4 else { return }
        let width = version == 0 ? 2 : 4
        for reference in BoxSequence(bytes, in: content.lowerBound + 4..<content.upperBound)
        where reference.type == "dimg" {
            let start = reference.content.lowerBound
            guard let item = bytes.bigEndian(at: start, count: width),
                let count = bytes.bigEndian(at: start + width, count: 2)
            else { continue }
            let ids = (0..<count).compactMap { bytes.bigEndian(at: start + width + 2 + $0 * width, count: width) }
            parts[item, default: []] += ids
        }
    }

    private mutating func readAssociations(_ bytes: [UInt8], _ content: Range<Int>, _ sizes: [Int?]) {
        let start = content.lowerBound
        guard let version = bytes.bigEndian(at: start, count: 1), let flags = bytes.bigEndian(at: start + 1, count: 3),
            let count = bytes.bigEndian(at: start + 4, count: 4)
        else { return }
        let (idWidth, indexWidth) = (version == 0 ? 2 : 4, flags & 1 == 0 ? 1 : 2)
        var offset = start + 8
        for _ in 0..<count {
            guard let id = bytes.bigEndian(at: offset, count: idWidth), offset < content.upperBound,
                let length = bytes.bigEndian(at: offset + idWidth, count: 1)
            else { return }
            offset += idWidth + 1
            for _ in 0..<length {
                guard let index = bytes.bigEndian(at: offset, count: indexWidth) else { return }
                // The highest bit states whether the property is essential. The other bits are the index of the
                // property, which starts at 1.
                let property = index & (indexWidth == 1 ? 0x7F : 0x7FFF) - 1
                if sizes.indices.contains(property), let area = sizes[property] { areas[id] = area }
                offset += indexWidth
            }
        }
    }

    /// Returns the number of pixels that are decoded for an item. Returns `Int.max` if items refer to each other too
    /// deeply, for example in a cycle.
    private func cost(of item: Int, _ known: inout [Int: Int], depth: Int) -> Int {
        if let cost = known[item] { return cost }
        guard let parts = parts[item] else { return areas[item] ?? 0 }
        guard depth < 8 else { return .max }
        var sum = 0
        for part in parts {
            let (next, overflows) = sum.addingReportingOverflow(cost(of: part, &known, depth: depth + 1))
            sum = overflows ? .max : next
            if overflows { break }
        }
        known[item] = sum
        return sum
    }
}
