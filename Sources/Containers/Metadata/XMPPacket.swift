/// Removes locations from XMP packets.
package enum XMPPacket {
    /// Replaces the properties `exif:GPS…`, both attributes and elements, with spaces, so that the length of the packet
    /// and all offsets in it stay the same.
    package static func withoutLocations(_ packet: [UInt8]) -> [UInt8] {
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
            for offset in start..<end { packet[offset] = UInt8(ascii: " ") }
            index = end
        }
        return packet
    }

    /// Returns the index after the closing quote of an attribute's value.
    private static func endOfAttribute(_ packet: [UInt8], from start: Int) -> Int {
        let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]
        guard let open = packet[start...].firstIndex(where: quotes.contains),
            let close = packet[(open + 1)...].firstIndex(of: packet[open])
        else { return packet.count }
        return close + 1
    }

    /// Returns the index after an element's closing tag. So the content of a location element is also removed.
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
