extension BidirectionalCollection<UInt8> {
    /// The bytes as one number, with the lowest byte first.
    package var littleEndian: Int { reversed().bigEndian }
}
