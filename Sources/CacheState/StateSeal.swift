import Files

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells whether a state at rest is, bit for bit, what was written: SQLite itself sees damage to its own structure alone,
/// and none to what the records say.
///
/// The seal is a checksum of the database's file, kept in the header's field for applications (`application_id`). It is 0
/// while anybody writes, and stays so where that ends by a kill: such a state is as good as SQLite makes it.
enum StateSeal {
    static let none: Int32 = 0

    /// Whether the file has a seal that is not its own. Where somebody begins to write meanwhile, it is not broken; nor where it
    /// cannot be read: SQLite will tell why.
    static func isBroken(_ path: String) -> Bool {
        guard let seal = read(path), seal != none, let computed = computed(path), computed != seal else { return false }
        return read(path) == seal
    }

    /// The seal that the file should have; nil where it cannot be read.
    static func computed(_ path: String) -> Int32? {
        var checksum = Checksum()
        var isFirst = true
        do throws(FileError) {
            try forEachChunk(ofFile: path) { chunk in
                var rest = chunk[...]
                if isFirst {
                    checksum.add(unsealed(header: rest.prefix(Header.length)))
                    rest = rest.dropFirst(Header.length)
                    isFirst = false
                }
                checksum.add(UnsafeRawBufferPointer(rebasing: rest))
            }
        } catch {
            return nil
        }
        return checksum.value == none ? 1 : checksum.value
    }

    /// The seal that the file has.
    private static func read(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var seal: Int32 = 0
        guard pread(descriptor, &seal, 4, off_t(Header.seal.lowerBound)) == 4 else { return nil }
        return Int32(bigEndian: seal)
    }

    /// Without what sealing itself moves.
    private static func unsealed(header: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var bytes = Array(header)
        for range in [Header.changeCounter, Header.seal, Header.versions] where range.upperBound <= bytes.count {
            for place in range { bytes[place] = 0 }
        }
        return bytes
    }

    /// Of SQLite's file format (sqlite.org/fileformat.html, 1.3), filled up to whole words.
    private enum Header {
        static let length = 128
        static let changeCounter = 24..<28
        static let seal = 68..<72
        /// Of the change counter and of the library that wrote it.
        static let versions = 92..<100
    }
}

/// A checksum that overlooks one change in four billion. Where a site has a million images its state has a hundred megabytes
/// or two, and each run reads them: 32 bytes are taken in a few cycles.
private struct Checksum {
    private var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (0x9E37_79B9, 0x85EB_CA6B, 0xC2B2_AE35, 0x27D4_EB2F)
    private var length: UInt64 = 0

    /// What is added in pieces must come in the same pieces again, but for those that are of whole 32 bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        let words = bytes.count & ~31
        for place in stride(from: 0, to: words, by: 32) {
            a = Self.mixed(a, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            b = Self.mixed(b, bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self))
            c = Self.mixed(c, bytes.loadUnaligned(fromByteOffset: place + 16, as: UInt64.self))
            d = Self.mixed(d, bytes.loadUnaligned(fromByteOffset: place + 24, as: UInt64.self))
        }
        for byte in bytes[words...] { a = Self.mixed(a, UInt64(byte)) }
    }

    mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* factor
        // High bits have to reach low ones: a product carries upwards only.
        return product << 29 | product >> 35
    }

    var value: Int32 {
        let sum = [a, b, c, d].reduce(length) { sum, lane in
            let mixed = Self.mixed(sum, lane)
            return mixed ^ mixed >> 31
        }
        return Int32(truncatingIfNeeded: sum >> 16)
    }
}
