/// The colour space of an AVIF or HEIC file as code points (ISO/IEC 23008-12), and whether the colours are
/// premultiplied. The code points are in a property of the primary item: a box `colr` of the type `nclx`.
package enum HEIFColors {
    /// The maximum length of the box `meta`, which usually has a few kilobytes. A longer box is ignored.
    private static let maxMetaLength = 1 << 22

    /// - Returns: nil if the file has no code points, or is broken.
    package static func codePoints(of file: some ByteSource) -> CodePoints? {
        guard let meta = meta(of: file) else { return nil }
        return MetaBox(meta).codePointsOfPrimaryItem
    }

    /// Whether the colours are premultiplied by the alpha. If so, the primary item has a reference of the type `prem`
    /// to its alpha.
    package static func arePremultiplied(in file: some ByteSource) -> Bool {
        meta(of: file).map { MetaBox($0).isPrimaryItemPremultiplied } ?? false
    }

    /// Returns the content of the box `meta`.
    static func meta(of file: some ByteSource) -> [UInt8]? {
        var offset = 0
        while offset + 8 <= file.byteCount {
            let header = file.read(at: offset, count: 16)
            guard let length = header.bigEndian(at: 0, count: 4), header.count >= 8 else { return nil }
            var (headerSize, size) = (8, length)
            if length == 1 {
                guard header.count == 16, header[8] == 0 else { return nil }
                (headerSize, size) = (16, header[8...].bigEndian)
            } else if length == 0 {
                size = file.byteCount - offset
            }
            guard size >= headerSize, size <= file.byteCount - offset else { return nil }
            if header[4..<8].elementsEqual("meta".utf8) {
                guard size <= maxMetaLength else { return nil }
                return file.read(at: offset + headerSize, count: size - headerSize)
            }
            offset += size
        }
        return nil
    }
}

/// The box `meta`: the items, their properties, and the references between items.
private struct MetaBox {
    private let bytes: [UInt8]
    private let boxes: [String: Range<Int>]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // Skip the version and the flags, which precede the boxes.
        boxes = Self.boxes(bytes, in: 4..<max(bytes.count, 4))
    }

    /// Returns the first box of each type.
    private static func boxes(_ bytes: [UInt8], in range: Range<Int>) -> [String: Range<Int>] {
        Dictionary(BoxSequence(bytes, in: range).map { ($0.type, $0.content) }) { first, _ in first }
    }

    var codePointsOfPrimaryItem: CodePoints? {
        guard let primary = primaryItem else { return nil }
        // If the primary item is a grid without code points, use the code points of its first tile.
        return codePoints(of: primary) ?? firstReference("dimg", of: primary).flatMap(codePoints)
    }

    var isPrimaryItemPremultiplied: Bool { primaryItem.flatMap { firstReference("prem", of: $0) } != nil }

    private var primaryItem: Int? {
        guard let box = boxes["pitm"], let version = bytes.bigEndian(at: box.lowerBound, count: 1) else { return nil }
        return bytes.bigEndian(at: box.lowerBound + 4, count: version == 0 ? 2 : 4)
    }

    /// Returns the first item to which an item has a reference of this type (`iref`). References of the type `dimg`
    /// lead to the items from which an item is derived.
    private func firstReference(_ type: String, of item: Int) -> Int? {
        guard let box = boxes["iref"], let version = bytes.bigEndian(at: box.lowerBound, count: 1) else { return nil }
        let width = version == 0 ? 2 : 4
        for reference in BoxSequence(bytes, in: box.lowerBound + 4..<max(box.upperBound, box.lowerBound + 4))
        where reference.type == type {
            let start = reference.content.lowerBound
            guard bytes.bigEndian(at: start, count: width) == item else { continue }
            return bytes.bigEndian(at: start + width + 2, count: width)
        }
        return nil
    }

    private func codePoints(of item: Int) -> CodePoints? {
        guard let box = boxes["iprp"] else { return nil }
        let parts = Self.boxes(bytes, in: box)
        guard let container = parts["ipco"], let associations = parts["ipma"] else { return nil }
        let properties = Array(BoxSequence(bytes, in: container))
        for index in propertyIndexes(of: item, in: associations) where properties.indices.contains(index - 1) {
            let property = properties[index - 1]
            if property.type == "colr", let points = nclx(property.content) { return points }
        }
        return nil
    }

    /// Returns the indexes of an item's properties in the box `ipco`. The first property in this box has the index 1,
    /// and the index 0 means no property.
    private func propertyIndexes(of item: Int, in associations: Range<Int>) -> [Int] {
        let start = associations.lowerBound
        guard let version = bytes.bigEndian(at: start, count: 1), let flags = bytes.bigEndian(at: start + 1, count: 3),
            let count = bytes.bigEndian(at: start + 4, count: 4)
        else { return [] }
        let (idWidth, indexWidth) = (version == 0 ? 2 : 4, flags & 1 == 0 ? 1 : 2)
        var offset = start + 8
        for _ in 0..<count {
            guard offset < associations.upperBound, let id = bytes.bigEndian(at: offset, count: idWidth),
                let length = bytes.bigEndian(at: offset + idWidth, count: 1)
            else { return [] }
            offset += idWidth + 1
            if id == item {
                // The highest bit states whether the property is essential. It is not a part of the index.
                let mask = indexWidth == 1 ? 0x7F : 0x7FFF
                return (0..<length).compactMap { bytes.bigEndian(at: offset + $0 * indexWidth, count: indexWidth) }
                    .map { $0 & mask }
            }
            offset += length * indexWidth
        }
        return []
    }

    private func nclx(_ content: Range<Int>) -> CodePoints? {
        guard content.count >= 11, bytes[content].starts(with: "nclx".utf8) else { return nil }
        let data = Array(bytes[content].dropFirst(4))
        // The decoder converts YCbCr and its range, so the result is RGB with full range.
        return CodePoints(primaries: data[0..<2].bigEndian, transfer: data[2..<4].bigEndian, isFullRange: true)
    }
}
