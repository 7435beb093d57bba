/// Reads the LZW codes of a GIF frame (GIF89a, appendix F) without decoding them, to count the pixels and to find the
/// end of the codes. A decoder ignores the bytes after the codes. So these bytes can contain metadata, which `GIFFile`
/// must not keep.
enum LZWCodes {
    /// Returns the number of pixels that the codes stand for.
    /// - Returns: nil if the codes are broken, or do not end at the end of the bytes.
    static func count(in bytes: [UInt8], minCodeSize: Int) -> Int? {
        guard 2...8 ~= minCodeSize else { return nil }
        let (clear, end) = (1 << minCodeSize, 1 << minCodeSize + 1)
        // The number of pixels of each code.
        var lengths = [Int](repeating: 1, count: 4096)
        var (next, size, previous) = (end + 1, minCodeSize + 1, Int?.none)
        var (index, count) = (0, 0)
        while index + size <= bytes.count * 8 {
            var code = 0
            for shift in 0..<size {
                code |= Int(bytes[index >> 3] >> UInt8(index & 7) & 1) << shift
                index += 1
            }
            if code == end { return bytes.count * 8 - index < 8 ? count : nil }
            if code == clear {
                (next, size, previous) = (end + 1, minCodeSize + 1, nil)
                continue
            }
            guard let last = previous else {
                guard code < clear else { return nil }
                count += 1
                previous = code
                continue
            }
            guard code < next || code == next && next < 4096 else { return nil }
            if next < 4096 {
                lengths[next] = lengths[last] + 1
                next += 1
                if next == 1 << size, size < 12 { size += 1 }
            }
            count += lengths[code]
            previous = code
        }
        return nil
    }
}
