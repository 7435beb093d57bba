/// Adds bytes to the end of the last chunk with a name in a WebP file.
/// - Parameters:
///   - outer: the name of the chunk that contains this chunk, if it is not at the top level.
///   - bytes: an even number of bytes.
package func lengthened(_ file: [UInt8], _ name: String, in outer: String? = nil, by bytes: [UInt8]) -> [UInt8] {
    var result = file
    func start(_ name: String) -> Int { file.ranges(of: Array(name.utf8)).last!.lowerBound }
    func length(_ start: Int) -> Int { (4..<8).reversed().reduce(0) { $0 << 8 | Int(file[start + $1]) } }
    let chunk = start(name)
    result.insert(contentsOf: bytes, at: chunk + 8 + length(chunk))
    for start in [0, chunk] + (outer.map { [start($0)] } ?? []) {
        for index in 0..<4 { result[start + 4 + index] = UInt8((length(start) + bytes.count) >> (8 * index) & 255) }
    }
    return result
}
