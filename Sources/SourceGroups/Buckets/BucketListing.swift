import Files
import ImageSpecs
import Registry
import Storage

/// The objects of a listing in byte order of their names.
struct BucketListing: Sendable {
    /// The tag of an object. Most tags are an MD5. An MD5 is stored as a number, because a million texts would need
    /// much memory.
    private enum Tag: Equatable {
        case md5(UInt128)
        case text(String)

        init(_ text: String) {
            let isPlain =
                text.utf8.count == 32 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            self = isPlain ? UInt128(text, radix: 16).map(Tag.md5) ?? .text(text) : .text(text)
        }

        var text: String {
            switch self {
            case .md5(let number):
                let digits = String(number, radix: 16)
                return String(repeating: "0", count: 32 - digits.count) + digits
            case .text(let text): return text
            }
        }
    }

    private struct Entry {
        let name: String
        let bytes: Int
        let tag: Tag
    }

    private let bucket: BucketStorage
    private var entries: [Entry] = []

    init(_ bucket: BucketStorage) { self.bucket = bucket }

    var count: Int { entries.count }

    subscript(index: Int) -> SourceObject {
        let entry = entries[index]
        return SourceObject(bucket: bucket, name: entry.name, bytes: entry.bytes, tag: entry.tag.text)
    }

    mutating func add(_ object: StoredObject) {
        // Leave out an object that stands for a folder. The web console of S3 creates such objects. Their keys end with
        // a slash. For the folder of the prefix itself, the name is empty.
        guard !object.name.isEmpty, object.name.utf8.last != UInt8(ascii: "/") else { return }
        entries.append(Entry(name: object.name, bytes: object.bytes, tag: Tag(object.tag)))
    }

    /// Sorts the objects, because not every server lists keys in byte order. An object that is listed twice is kept
    /// once.
    mutating func sort() {
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy { precedesInBytes($0.name, $1.name) }
        guard !isSorted else { return }
        entries.sort { precedesInBytes($0.name, $1.name) }
        var unique: [Entry] = []
        unique.reserveCapacity(entries.count)
        for entry in entries where unique.last?.name.utf8.elementsEqual(entry.name.utf8) != true {
            unique.append(entry)
        }
        entries = unique
    }

    func object(named name: String) -> SourceObject? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if precedesInBytes(entries[middle].name, name) { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].name.utf8.elementsEqual(name.utf8) ? self[low] : nil
    }
}
