/// A name that is compared by its bytes, as in most file systems. It is a key for sets and dictionaries. Swift's
/// `String` treats a composed and a decomposed letter as equal, but in these file systems, they are two names.
package struct ByteName: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
