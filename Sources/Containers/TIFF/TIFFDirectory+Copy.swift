extension TIFFDirectory {
    /// Returns a copy of the file with a new directory: this directory without one of its tags.
    /// - Throws: `ContainerError` for a file that is too long for its offsets.
    package func copy(of file: any ByteSource, without tag: Int) throws(ContainerError) -> [UInt8] {
        var writer = TIFFDirectoryWriter(after: file.read(at: 0, count: file.byteCount), like: self)
        for kept in entries.keys where kept != tag { writer.copy(kept, from: self, of: file) }
        writer.finish()
        return try writer.file("a TIFF of this kind")
    }
}
