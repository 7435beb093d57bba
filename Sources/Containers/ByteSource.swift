/// The bytes of a file with random access. A reader requests only the parts that it needs.
package protocol ByteSource {
    var byteCount: Int { get }
    /// Returns up to `count` bytes from `offset`: fewer at the end of the file, none outside the file.
    func read(at offset: Int, count: Int) -> [UInt8]
}
