import CDeflate

/// Compresses bytes with libdeflate, as a zlib stream (RFC 1950).
struct ZlibCompressor: ~Copyable {
    private let compressor: OpaquePointer

    /// - Parameter level: the level of libdeflate, from 0 (no compression) to 12.
    init(level: Int) throws(PNGEncodingError) {
        precondition(0...12 ~= level)
        guard let compressor = libdeflate_alloc_compressor(Int32(level)) else { throw .noCompressor }
        self.compressor = compressor
    }

    deinit { libdeflate_free_compressor(compressor) }

    func compress(_ input: borrowing ByteMemory) throws(PNGEncodingError) -> ByteMemory {
        // libdeflate never fails if the output has this capacity.
        var output = try ByteMemory(count: libdeflate_zlib_compress_bound(compressor, input.count))
        let count = libdeflate_zlib_compress(
            compressor,
            input.bytes.baseAddress,
            input.count,
            output.bytes.baseAddress,
            output.count
        )
        precondition(count > 0)
        output.truncate(to: count)
        return output
    }

    func compress(_ bytes: [UInt8]) throws(PNGEncodingError) -> ByteMemory {
        let input = try ByteMemory(count: bytes.count)
        input.bytes.copyBytes(from: bytes)
        return try compress(input)
    }
}
