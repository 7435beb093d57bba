extension Collection<UInt8> {
    /// The length of the byte order mark of UTF-8 that some programs write at the start of a text: 3, or 0 if there is
    /// none.
    package var byteOrderMarkLength: Int { starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}
