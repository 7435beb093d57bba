/// XMP, as far as it takes to keep places out of it.
package enum XMPPacket {
    /// Without the properties `exif:GPS…`, be they attributes or elements. Their bytes become spaces, so that a packet keeps
    /// its length and everything else in it its place.
    package static func withoutPlaces(_ packet: [UInt8]) -> [UInt8] {
        var packet = packet
        let name = Array("exif:GPS".utf8)
        var index = 0
        while index + name.count <= packet.count {
            guard packet[index..<index + name.count].elementsEqual(name) else {
                index += 1
                continue
            }
            let isElement = index > 0 && packet[index - 1] == UInt8(ascii: "<")
            let start = isElement ? index - 1 : index
            let end = isElement ? endOfElement(packet, from: index) : endOfAttribute(packet, from: index)
            for place in start..<end { packet[place] = UInt8(ascii: " ") }
            index = end
        }
        return packet
    }

    /// After the closing quote of an attribute's value.
    private static func endOfAttribute(_ packet: [UInt8], from start: Int) -> Int {
        let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]
        guard let open = packet[start...].firstIndex(where: quotes.contains),
            let close = packet[(open + 1)...].firstIndex(of: packet[open])
        else { return packet.count }
        return close + 1
    }

    /// After an element's closing tag; what is inside a place is about the place.
    private static func endOfElement(_ packet: [UInt8], from start: Int) -> Int {
        let ends = Array("/> \t\r\n".utf8)
        let name = packet[start...].prefix { !ends.contains($0) }
        guard let tagEnd = packet[start...].firstIndex(of: UInt8(ascii: ">")) else { return packet.count }
        if packet[tagEnd - 1] == UInt8(ascii: "/") { return tagEnd + 1 }
        let closing = Array("</".utf8) + name + Array(">".utf8)
        var index = tagEnd
        while index + closing.count <= packet.count {
            if packet[index..<index + closing.count].elementsEqual(closing) { return index + closing.count }
            index += 1
        }
        return packet.count
    }
}
