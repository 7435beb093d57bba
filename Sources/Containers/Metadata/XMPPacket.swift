/// Removes locations and the orientation from XMP packets.
package enum XMPPacket {
    /// Replaces the orientation, and the properties whose names begin with `GPS`, both attributes and elements, with
    /// spaces, so that the length of the packet and all offsets in it stay the same. If the XML is malformed, this
    /// function replaces everything from the error on. It also replaces comments, because a comment can contain such a
    /// property.
    ///
    /// - Returns: nil for a packet in UTF-16 or UTF-32, because this type does not read these encodings.
    package static func withoutLocations(_ packet: [UInt8]) -> [UInt8]? {
        replacing(packet) { isLocation($0) || isOrientation($0) }
    }

    /// Replaces only the orientation. A packet in UTF-16 or UTF-32 stays as it is.
    package static func withoutOrientation(_ packet: [UInt8]) -> [UInt8] {
        replacing(packet, isOrientation) ?? packet
    }

    private static func replacing(_ packet: [UInt8], _ isReplaced: (ArraySlice<UInt8>) -> Bool) -> [UInt8]? {
        // In UTF-16 and UTF-32, a character of markup has a zero byte. A byte order mark can precede this character.
        guard !packet.prefix(4).contains(0), !packet.starts(with: [0xFE, 0xFF]), !packet.starts(with: [0xFF, 0xFE])
        else { return nil }
        var result = packet
        for range in ranges(in: packet, isReplaced) {
            for index in range { result[index] = UInt8(ascii: " ") }
        }
        return result
    }

    private static func ranges(
        in packet: [UInt8],
        _ isReplaced: (ArraySlice<UInt8>) -> Bool
    ) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        /// The outermost open element that is replaced. The depth counts the open elements with its name, because
        /// elements in it can have the same name.
        var element: (start: Int, name: ArraySlice<UInt8>, depth: Int)?
        var index = 0
        while let start = packet[index...].firstIndex(of: UInt8(ascii: "<")) {
            guard let markup = XMPMarkup(in: packet, at: start) else {
                ranges.append(start..<packet.count)
                break
            }
            index = markup.range.upperBound
            if let outer = element {
                guard markup.name == outer.name else { continue }
                switch markup.kind {
                case .startTag: element?.depth += 1
                case .endTag where outer.depth > 1: element?.depth -= 1
                case .endTag:
                    ranges.append(outer.start..<index)
                    element = nil
                default: break
                }
                continue
            }
            switch markup.kind {
            case .startTag where isReplaced(markup.name): element = (start, markup.name, 1)
            case .emptyElementTag where isReplaced(markup.name), .comment: ranges.append(markup.range)
            default: ranges += markup.attributes.filter { isReplaced($0.name) }.map(\.range)
            }
        }
        if let element { ranges.append(element.start..<packet.count) }
        return ranges
    }

    /// Whether a name begins with `GPS`. The function ignores the prefix, because a packet can bind any prefix to the
    /// namespace of EXIF. It ignores the letter case, because drones of DJI write `drone-dji:GpsLatitude`.
    private static func isLocation(_ name: ArraySlice<UInt8>) -> Bool {
        propertyName(name)?.prefix(3).map { $0 | 0x20 } == Array("gps".utf8)
    }

    /// Whether a name is that of the orientation, such as `tiff:Orientation`. The function ignores the prefix.
    private static func isOrientation(_ name: ArraySlice<UInt8>) -> Bool {
        propertyName(name)?.elementsEqual("Orientation".utf8) == true
    }

    /// The name of a property without its prefix; nil for a name such as `xmlns:gps`, which declares a prefix and is no
    /// property.
    private static func propertyName(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        if name.starts(with: "xmlns:".utf8) { return nil }
        return name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
    }
}
