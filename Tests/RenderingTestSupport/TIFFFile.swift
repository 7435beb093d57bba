/// Writes a TIFF or BigTIFF file according to the specification (TIFF 6.0).
package struct TIFFFile {
    package var width: Int
    package var height: Int
    package var bits = 8
    package var samples: Int
    package var photometric: Int
    package var compression = 1
    /// The strips or tiles. The planes of a planar picture follow one after the other.
    package var blocks: [[UInt8]]
    package var rowsPerStrip: Int?
    package var tile: (width: Int, height: Int)?
    package var isPlanar = false
    package var isLittleEndian = true
    package var isBig = false
    package var extraSamples: [Int] = []
    /// The format of the samples: 1 is unsigned, 2 is signed, and 3 is float.
    package var sampleFormat = 1
    /// Additional tags with 16-bit numbers.
    package var tags: [Int: [Int]] = [:]
    package var profile: [UInt8] = []

    package init(_ width: Int, _ height: Int, samples: Int, photometric: Int, _ blocks: [UInt8]...) {
        (self.width, self.height, self.samples, self.photometric) = (width, height, samples, photometric)
        self.blocks = blocks
    }

    package var bytes: [UInt8] {
        let wide = isBig ? 8 : 4
        var body: [UInt8] = []
        var offsets: [Int] = []
        for block in blocks {
            offsets.append(2 * wide + body.count)
            body += block + [UInt8](repeating: 0, count: block.count % 2)
        }
        let short = 3
        let long = isBig ? 16 : 4
        var entries: [(tag: Int, kind: Int, values: [UInt8], count: Int)] = []
        func add(_ tag: Int, _ kind: Int, _ values: [Int]) {
            entries.append((tag, kind, values.flatMap { number($0, kind == short ? 2 : wide) }, values.count))
        }
        let side = isBig ? long : short
        add(256, side, [width])
        add(257, side, [height])
        add(258, short, [Int](repeating: bits, count: samples))
        add(259, short, [compression])
        add(262, short, [photometric])
        add(277, short, [samples])
        add(284, short, [isPlanar ? 2 : 1])
        add(339, short, [Int](repeating: sampleFormat, count: samples))
        if let tile {
            add(322, side, [tile.width])
            add(323, side, [tile.height])
        } else {
            add(278, side, [rowsPerStrip ?? height])
        }
        add(tile == nil ? 273 : 324, long, offsets)
        add(tile == nil ? 279 : 325, long, blocks.map(\.count))
        if !extraSamples.isEmpty { add(338, short, extraSamples) }
        for (tag, values) in tags { add(tag, short, values) }
        if !profile.isEmpty { entries.append((34675, 7, profile, profile.count)) }
        entries.sort { $0.tag < $1.tag }

        let start = 2 * wide + body.count
        var directory = number(entries.count, isBig ? 8 : 2)
        let valuesStart = start + directory.count + entries.count * (4 + 2 * wide) + wide
        var values: [UInt8] = []
        for entry in entries {
            directory += number(entry.tag, 2) + number(entry.kind, 2) + number(entry.count, wide)
            if entry.values.count <= wide {
                directory += entry.values + [UInt8](repeating: 0, count: wide - entry.values.count)
            } else {
                directory += number(valuesStart + values.count, wide)
                values += entry.values + [UInt8](repeating: 0, count: entry.values.count % 2)
            }
        }
        let mark = Array((isLittleEndian ? "II" : "MM").utf8)
        let version = isBig ? number(43, 2) + number(8, 2) + number(0, 2) : number(42, 2)
        return mark + version + number(start, wide) + body + directory + number(0, wide) + values
    }

    /// Returns a number in the byte order of the file.
    package func number(_ value: Int, _ count: Int) -> [UInt8] {
        let bytes = little((value, count))
        return isLittleEndian ? bytes : bytes.reversed()
    }
}
