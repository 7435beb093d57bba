/// The bytes of a file with random access. A reader requests only the parts that it needs.
package protocol ByteSource {
    var byteCount: Int { get }
    /// Returns up to `count` bytes from `offset`. It returns fewer bytes at the end of the file, and no bytes outside
    /// the file.
    func read(at offset: Int, count: Int) -> [UInt8]
}
