import Files
import ImageSpecs
import SystemPackage

/// The bytes of a file. They are read on demand, because the field with the size of an image can be anywhere: after a
/// few bytes, after several megabytes of metadata, or, in a TIFF, at the end of the file.
final class HeaderBytes {
    let count: Int
    /// The descriptor of the file; nil if only the first bytes of the file are known.
    private let descriptor: FileDescriptor?
    /// The file, which stays open as long as this object is used.
    private let file: RegularFile?
    private var window: (start: Int, bytes: [UInt8]) = (0, [])

    /// Whether a byte was requested that is not known.
    private(set) var lacksBytes = false

    private static let windowSize = 1 << 14

    convenience init(of file: RegularFile) { self.init(of: file.descriptor, count: file.size, file) }

    /// - Parameter descriptor: the descriptor of a file. It must stay open as long as this object is used.
    init(of descriptor: FileDescriptor, count: Int, _ file: RegularFile? = nil) {
        self.descriptor = descriptor
        self.count = count
        self.file = file
    }

    /// - Parameters:
    ///   - first: the first bytes of a file.
    ///   - count: the size of the file.
    init(first: [UInt8], count: Int) {
        self.count = count
        descriptor = nil
        file = nil
        window.bytes = first
    }

    /// Returns the byte at an offset. Returns 0 if the offset is outside the file, if the file cannot be read, or if
    /// only the first bytes are known and this byte is not one of them.
    subscript(offset: Int) -> UInt8 {
        guard offset >= 0, offset < count else { return 0 }
        if !(window.start..<window.start + window.bytes.count).contains(offset) { read(from: offset) }
        let index = offset - window.start
        return index < window.bytes.count ? window.bytes[index] : 0
    }

    /// The first bytes of the file.
    var head: FileHead {
        if window.start != 0 || window.bytes.isEmpty { read(from: 0) }
        return FileHead(Array(window.bytes.prefix(min(count, FileHead.length))))
    }

    private func read(from offset: Int) {
        guard let descriptor else {
            lacksBytes = true
            return
        }
        window.bytes = [UInt8](unsafeUninitializedCapacity: Self.windowSize) { buffer, filled in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            filled = (try? descriptor.read(fromAbsoluteOffset: Int64(offset), into: bytes)) ?? 0
        }
        window.start = offset
    }
}

extension ImageHeader {
    func has(_ expected: [UInt8], at offset: Int) -> Bool {
        bytes.count >= offset + expected.count && expected.indices.allSatisfy { bytes[offset + $0] == expected[$0] }
    }

    func has(_ text: String, at offset: Int) -> Bool { has(Array(text.utf8), at: offset) }

    func big(_ count: Int, at offset: Int) -> Int { (0..<count).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) } }

    func little(_ count: Int, at offset: Int) -> Int {
        (0..<count).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }
}
