import Files

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Verifies that the file of a closed state is unchanged. SQLite detects only damage to its own structure, and no
/// changed bits in the records.
///
/// The seal is a checksum of the database file, stored in the header's field for applications (`application_id`). It is
/// 0 during writing, and stays 0 if the writer is killed; such a state has only SQLite's own protection.
enum StateSeal {
    static let none: Int32 = 0

    /// Whether the seal of the file does not match its content. Returns false if a process starts to write in the
    /// meantime or if the file cannot be read, because SQLite reports the reason of that.
    static func isBroken(_ path: String) -> Bool {
        guard let seal = read(path), seal != none, let computed = computed(path), computed != seal else { return false }
        return read(path) == seal
    }

    /// Computes the seal of the file; nil if it cannot be read.
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

    /// Reads the seal that is stored in the file.
    private static func read(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var seal: Int32 = 0
        guard pread(descriptor, &seal, 4, off_t(Header.seal.lowerBound)) == 4 else { return nil }
        return Int32(bigEndian: seal)
    }

    /// The header without the fields that sealing changes.
    private static func unsealed(header: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var bytes = Array(header)
        for range in [Header.changeCounter, Header.seal, Header.versions] where range.upperBound <= bytes.count {
            for offset in range { bytes[offset] = 0 }
        }
        return bytes
    }

    /// The header in SQLite's file format (sqlite.org/fileformat.html, 1.3), padded to complete words.
    private enum Header {
        static let length = 128
        static let changeCounter = 24..<28
        static let seal = 68..<72
        /// The change counter and the version of the library that wrote the file.
        static let versions = 92..<100
    }
}

/// A checksum that misses one change in four billion. It must be fast: the state of a site with a million images has
/// 100 to 200 MB, and each run reads it. It processes 32 bytes in a few cycles.
private struct Checksum {
    private var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (0x9E37_79B9, 0x85EB_CA6B, 0xC2B2_AE35, 0x27D4_EB2F)
    private var length: UInt64 = 0

    /// Data that is added in pieces must always be split in the same way, except at multiples of 32 bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        let words = bytes.count & ~31
        for offset in stride(from: 0, to: words, by: 32) {
            a = Self.mixed(a, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            b = Self.mixed(b, bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            c = Self.mixed(c, bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
            d = Self.mixed(d, bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
        }
        for byte in bytes[words...] { a = Self.mixed(a, UInt64(byte)) }
    }

    mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* factor
        // The rotation moves high bits to low positions, because a multiplication carries only upwards.
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
