/// A failure to encode a PNG.
package enum PNGEncodingError: Error, CustomStringConvertible {
    /// The memory for this number of bytes cannot be allocated.
    case outOfMemory(bytes: Int)
    /// libdeflate cannot create a compressor, because there is too little memory.
    case noCompressor

    package var description: String {
        switch self {
        case .outOfMemory(let bytes): "out of memory: cannot allocate \(bytes) bytes"
        case .noCompressor: "out of memory: cannot allocate a compressor"
        }
    }
}
