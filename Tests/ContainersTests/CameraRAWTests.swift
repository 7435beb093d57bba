import Testing

@testable import Containers

@Suite struct CameraRAWTests {
    private func bytes(_ value: Int, _ count: Int, _ isLittleEndian: Bool) -> [UInt8] {
        let big = (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isLittleEndian ? big.reversed() : big
    }

    /// Returns a TIFF whose directories are 100 bytes apart. The values of tag 330 (the subdirectories) are longs (type
    /// 4). The values of all other tags are shorts (type 3).
    private func file(_ directories: [[(tag: Int, values: [Int])]], isLittleEndian: Bool = true) -> MemoryBytes {
        func number(_ value: Int, _ count: Int) -> [UInt8] { bytes(value, count, isLittleEndian) }
        var file: [UInt8] = Array((isLittleEndian ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
        for directory in directories {
            let start = file.count
            var (entries, data) = ([UInt8](), [UInt8]())
            for (tag, values) in directory {
                let isShort = tag != 330
                let stored = values.flatMap { number($0, isShort ? 2 : 4) }
                entries += number(tag, 2) + number(isShort ? 3 : 4, 2) + number(values.count, 4)
                let dataStart = start + 2 + directory.count * 12 + data.count
                entries +=
                    stored.count <= 4 ? stored + [UInt8](repeating: 0, count: 4 - stored.count) : number(dataStart, 4)
                if stored.count > 4 { data += stored }
            }
            file += number(directory.count, 2) + entries + data
            file += [UInt8](repeating: 0, count: start + 100 - file.count)
        }
        return MemoryBytes(file)
    }

    private func isRAW(_ file: MemoryBytes) -> Bool {
        (try? TIFFDirectory(of: file)).map { CameraRAW.isRAW(file, $0) } ?? false
    }

    @Test(arguments: [true, false])
    func filesWithSensorSamplesAreRAW(_ isLittleEndian: Bool) {
        // The first file is like the files of old Pentax cameras. The second file is a DNG.
        #expect(isRAW(file([[(262, [32803])]], isLittleEndian: isLittleEndian)))
        #expect(isRAW(file([[(262, [2]), (50706, [1])]], isLittleEndian: isLittleEndian)))
        // The first directory is a preview. The photograph is in one of its subdirectories.
        let nikon =
            [[(262, [2]), (330, [108, 208])], [(262, [6])], [(262, [32803])]] as [[(tag: Int, values: [Int])]]
        #expect(isRAW(file(nikon, isLittleEndian: isLittleEndian)))
        let sony = [[(262, [6]), (330, [108])], [(262, [32803])]] as [[(tag: Int, values: [Int])]]
        #expect(isRAW(file(sony, isLittleEndian: isLittleEndian)))
    }

    @Test func otherTIFFs() {
        #expect(!isRAW(file([[(262, [2])]])))
        #expect(!isRAW(file([[(262, [2]), (330, [108])], [(262, [2])]])))
    }

    @Test func brokenFiles() {
        let complete = file([[(262, [2]), (330, [108, 208])], [(262, [6])], [(262, [2])]])
        let bytes = complete.read(at: 0, count: complete.byteCount)
        for count in 0..<bytes.count { #expect(!isRAW(MemoryBytes(Array(bytes.prefix(count))))) }
        for index in bytes.indices {
            var changed = bytes
            changed[index] = 0xFF
            // The test requires only that no input crashes the parser.
            _ = isRAW(MemoryBytes(changed))
        }
    }
}
