/// The bytes of a file with random access. A reader requests only the parts that it needs.
package protocol ByteSource {
    var byteCount: Int { get }
    /// Returns up to `count` bytes from `offset`. At the end of the file, the result has fewer bytes. Outside the file,
    /// the result is empty.
    func read(at offset: Int, count: Int) -> [UInt8]
}
