/// Numbers as files have them that put the lowest byte first.
package func little(_ values: (value: Int, count: Int)...) -> [UInt8] {
    values.flatMap { value, count in (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}
