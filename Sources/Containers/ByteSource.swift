/// The bytes of a file, of which a reader asks for the parts that it needs.
package protocol ByteSource {
    var byteCount: Int { get }
    /// Up to `count` bytes from `offset`; fewer at the end, none outside.
    func read(at offset: Int, count: Int) -> [UInt8]
}
