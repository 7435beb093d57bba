/// Appends directories to a TIFF. The new directories replace the directories that the file already has.
struct TIFFDirectoryWriter {
    private var bytes: [UInt8]
    private let isLittleEndian: Bool
    private let wide: Int
    /// The offset of the field that receives the offset of the next directory.
    private var link: Int
    private var entries: [(tag: Int, kind: TIFFDirectory.Kind, count: Int, field: Field)] = []

    private enum Field {
        case values([UInt8])
        /// The offset of values that already exist in the file.
        case offset(Int)
    }

    init(after file: [UInt8], like directory: TIFFDirectory) {
        bytes = file + [UInt8](repeating: 0, count: file.count % 2)
        isLittleEndian = directory.isLittleEndian
        wide = directory.isBig ? 8 : 4
        link = wide
    }

    mutating func start() { entries = [] }

    mutating func set(_ tag: Int, _ values: [Int], _ kind: TIFFDirectory.Kind) {
        entries.append((tag, kind, values.count, .values(values.flatMap { encoded($0, kind.length) })))
    }

    /// Copies a tag from another directory, if that directory has the tag.
    mutating func copy(_ tag: Int, from directory: TIFFDirectory, of file: any ByteSource) {
        guard let entry = directory.entries[tag] else { return }
        let length = entry.count * entry.kind.length
        let field = length <= wide ? Field.values(file.read(at: entry.offset, count: length)) : .offset(entry.offset)
        entries.append((tag, entry.kind, entry.count, field))
    }

    /// Writes the current directory.
    mutating func finish() {
        let start = bytes.count
        bytes.replaceSubrange(link..<link + wide, with: encoded(start, wide))
        let countLength = wide == 8 ? 8 : 2
        let entryLength = 4 + 2 * wide
        var valuesOffset = start + countLength + entries.count * entryLength + wide
        var values: [UInt8] = []
        bytes += encoded(entries.count, countLength)
        for entry in entries.sorted(by: { $0.tag < $1.tag }) {
            bytes += encoded(entry.tag, 2) + encoded(entry.kind.rawValue, 2) + encoded(entry.count, wide)
            switch entry.field {
            case .offset(let offset): bytes += encoded(offset, wide)
            case .values(let own) where own.count <= wide:
                bytes += own + [UInt8](repeating: 0, count: wide - own.count)
            case .values(let own):
                bytes += encoded(valuesOffset, wide)
                values += own + [UInt8](repeating: 0, count: own.count % 2)
                valuesOffset += own.count + own.count % 2
            }
        }
        link = bytes.count
        bytes += encoded(0, wide) + values
    }

    /// Returns the file with the new directories.
    /// - Parameter kind: the kind of file, for the error.
    /// - Throws: `ContainerError` for a file that is too long for its offsets.
    func file(_ kind: String) throws(ContainerError) -> [UInt8] {
        guard wide == 8 || bytes.count <= Int(UInt32.max) else {
            throw .unsupported("\(kind) of more than 4 GiB is not read")
        }
        return bytes
    }

    private func encoded(_ number: Int, _ count: Int) -> [UInt8] {
        let lowestFirst = (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        return isLittleEndian ? lowestFirst : lowestFirst.reversed()
    }
}
