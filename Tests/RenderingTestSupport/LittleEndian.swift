/// Returns numbers as little-endian bytes.
package func little(_ values: (value: Int, count: Int)...) -> [UInt8] {
    values.flatMap { value, count in (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}
