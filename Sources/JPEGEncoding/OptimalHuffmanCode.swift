/// A Huffman code that takes few bits for symbols of known frequencies, computed as in ITU T.81, K.2. The code of each
/// symbol has at most 16 bits.
struct OptimalHuffmanCode {
    /// The numbers of codes with 1, 2, … 16 bits.
    let counts: [UInt8]
    /// The symbols, ordered by the length of their codes.
    let symbols: [UInt8]

    private static let maxLength = 16

    /// - Parameter frequencies: the frequency of each of the 256 symbols.
    init(frequencies: [Int]) {
        let used = frequencies.indices.filter { frequencies[$0] > 0 }.sorted {
            (frequencies[$0], $0) < (frequencies[$1], $1)
        }
        // Add a symbol that the picture does not contain, as the rarest symbol. It gets the code that consists of ones
        // only, which JPEG does not permit for the symbols of a picture. The subtraction below removes this code.
        var counts = Self.counts(ofLengths: Self.lengths([1] + used.map { frequencies[$0] }))
        Self.limit(&counts)
        if let longest = counts.lastIndex(where: { $0 > 0 }) { counts[longest] -= 1 }
        self.counts = counts[1...Self.maxLength].map(UInt8.init)
        // Frequent symbols get the short codes, so sort the symbols from the most frequent to the rarest.
        symbols = used.reversed().map(UInt8.init)
    }

    /// The code and its length for each symbol, as `code << 8 | length`. Both are 0 for a symbol without a code.
    var codes: [UInt32] {
        var codes = [UInt32](repeating: 0, count: 256)
        var (code, index) = (0, 0)
        for (length, count) in zip(1..., counts) {
            for _ in 0..<Int(count) {
                codes[Int(symbols[index])] = UInt32(code << 8 | length)
                code += 1
                index += 1
            }
            code <<= 1
        }
        return codes
    }

    /// Returns the depth of each leaf in a Huffman tree.
    /// - Parameter frequencies: in ascending order.
    private static func lengths(_ frequencies: [Int]) -> [Int] {
        guard frequencies.count > 1 else { return frequencies.map { _ in 1 } }
        // The nodes are the leaves, followed by the inner nodes. Both are in ascending order of their weights. So the
        // rarest remaining node is always the next leaf or the next inner node.
        let leaves = frequencies.count
        var weights = frequencies
        var parents = [Int](repeating: 0, count: 2 * leaves - 1)
        var (leaf, inner) = (0, leaves)
        func takeRarest() -> Int {
            if leaf < leaves, inner >= weights.count || weights[leaf] <= weights[inner] {
                leaf += 1
                return leaf - 1
            }
            inner += 1
            return inner - 1
        }
        for node in leaves..<2 * leaves - 1 {
            let (first, second) = (takeRarest(), takeRarest())
            weights.append(weights[first] + weights[second])
            (parents[first], parents[second]) = (node, node)
        }
        var lengths = [Int](repeating: 0, count: 2 * leaves - 1)
        for node in (0..<2 * leaves - 2).reversed() { lengths[node] = lengths[parents[node]] + 1 }
        return Array(lengths.prefix(leaves))
    }

    private static func counts(ofLengths lengths: [Int]) -> [Int] {
        var counts = [Int](repeating: 0, count: max(lengths.max() ?? 0, maxLength) + 1)
        for length in lengths { counts[length] += 1 }
        return counts
    }

    /// Shortens codes that are too long (figure K.3). Two codes of the longest length share all bits except the last
    /// one. One of their symbols gets the shared bits as its code. For the other symbol, a shorter code is replaced
    /// with two codes that are one bit longer than the shorter code.
    private static func limit(_ counts: inout [Int]) {
        var length = counts.count - 1
        while length > maxLength {
            guard counts[length] > 0 else {
                length -= 1
                continue
            }
            var shorter = length - 2
            while counts[shorter] == 0 { shorter -= 1 }
            counts[length] -= 2
            counts[length - 1] += 1
            counts[shorter + 1] += 2
            counts[shorter] -= 1
        }
    }
}
