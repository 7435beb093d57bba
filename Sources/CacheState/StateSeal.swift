import Files

/// Verifies that the file of a closed state is unchanged. SQLite itself detects only damage to its own structure, not
/// changed bits in the records.
///
/// The seal is the lower half of the XXH64 of the database file. For this checksum, the header fields that sealing
/// changes count as 0. The seal is stored in the header's field for applications (`application_id`). On average, one of
/// four billion changes leaves the seal unchanged and is not detected. The checksum must be fast, because the state of
/// a site with a million images has 100 to 200 MB, and each run reads it completely.
///
/// The seal is 0 while a process writes, and stays 0 if this process is killed. A state with the seal 0 has only
/// SQLite's own protection. A state before version 5 also has only this protection, because its seal is another
/// checksum.
enum StateSeal {
    static let none: Int32 = 0
    /// The first version of the state with this checksum.
    static let firstVersion: Int32 = 5

    /// Whether the file has a seal that does not match its content. Returns false if a process starts to write during
    /// the check. Also returns false if the file cannot be read, because SQLite then reports the reason.
    static func isBroken(_ path: String) -> Bool {
        guard let seal = read(path), seal != none, let computed = computed(path), computed != seal else { return false }
        return read(path) == seal
    }

    /// Computes the seal of the file; nil if it cannot be read.
    static func computed(_ path: String) -> Int32? {
        var checksum = XXHash64()
        var isFirst = true
        do throws(FileError) {
            try forEachChunk(ofFile: path) { chunk in
                var rest = chunk[...]
                if isFirst {
                    checksum.add(unsealed(header: rest.prefix(StateHeader.length)))
                    rest = rest.dropFirst(StateHeader.length)
                    isFirst = false
                }
                checksum.add(UnsafeRawBufferPointer(rebasing: rest))
            }
        } catch {
            return nil
        }
        let seal = Int32(truncatingIfNeeded: checksum.value)
        return seal == none ? 1 : seal
    }

    /// Reads the seal that is stored in the file; nil if the file has an older version, whose seal is another checksum.
    private static func read(_ path: String) -> Int32? {
        guard let version = StateHeader.read(StateHeader.version, of: path), version >= firstVersion else { return nil }
        return StateHeader.read(StateHeader.seal, of: path)
    }

    /// The header with 0 in the fields that sealing changes.
    private static func unsealed(header: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var bytes = Array(header)
        for range in [StateHeader.changeCounter, StateHeader.seal, StateHeader.versions]
        where range.upperBound <= bytes.count {
            for offset in range { bytes[offset] = 0 }
        }
        return bytes
    }
}
