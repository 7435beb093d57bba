/// Whether the bytes of the first name precede the bytes of the second name. `imagekit` sorts names in this order.
/// Swift's own order differs, because Swift compares strings by Unicode canonical equivalence.
package func precedesInBytes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// Returns the names sorted and without duplicates.
package func inByteOrder(_ names: [String]) -> [String] {
    var sorted: [String] = []
    sorted.reserveCapacity(names.count)
    for name in names.sorted(by: precedesInBytes) where sorted.last?.utf8.elementsEqual(name.utf8) != true {
        sorted.append(name)
    }
    return sorted
}
