import Testing

@testable import Containers

struct XMPPacketTests {
    /// Returns the packet without locations. Only one space is left of several spaces.
    private func kept(_ packet: String) -> String? {
        let bytes: [UInt8]? = XMPPacket.withoutLocations(Array(packet.utf8))
        #expect(bytes?.count ?? packet.utf8.count == packet.utf8.count)
        return bytes.map { String(decoding: $0, as: UTF8.self).split(separator: " ").joined(separator: " ") }
    }

    @Test(arguments: [
        (#"<a exif:GPSLatitude="52,1N" dc:rights="me"/>"#, #"<a dc:rights="me"/>"#),
        (#"<a dc:rights='me' exif:GPSLongitude = '13 > 12'/>"#, "<a dc:rights='me' />"),
        ("<a> <exif:GPSAltitude>1</exif:GPSAltitude> <b/> <exif:GPSStatus /> </a>", "<a> <b/> </a>"),
        (#"<a tiff:Orientation="6" tiff:Make="x"/>"#, #"<a tiff:Make="x"/>"#),
        // Any prefix can stand for the namespace of EXIF, and the default namespace needs no prefix.
        (
            #"<a xmlns:x="http://ns.adobe.com/exif/1.0/" x:GPSLatitude="52,1N"/>"#,
            #"<a xmlns:x="http://ns.adobe.com/exif/1.0/" />"#
        ),
        (#"<a> <GPSLatitude xmlns="http://ns.adobe.com/exif/1.0/">52</GPSLatitude> </a>"#, "<a> </a>"),
        (#"<a drone-dji:GpsLatitude="+52.1" drone-dji:GimbalYawDegree="1"/>"#, #"<a drone-dji:GimbalYawDegree="1"/>"#),
        // An element ends at its own end tag.
        ("<a> <x:GPSa><b><x:GPSa>1</x:GPSa></b>2</x:GPSa> <c/> </a>", "<a> <c/> </a>"),
        ("<a> <x:GPSa b='</x:GPSa>'>1</x:GPSa> <c/> </a>", "<a> <c/> </a>"),
        (#"<a> <!-- <x:GPSa> b:GPSa="1" --> <c/> </a>"#, "<a> <c/> </a>"),
        // Malformed packets keep nothing after the error.
        ("<a> <x:GPSa>1</a> <b/>", "<a>"), ("<a> <b c=52 x:GPSa='1'> <d/>", "<a>"), ("<a> <b x:GPSa='1", "<a>"),
    ])
    func locationsAreRemoved(_ packet: String, _ rest: String) {
        #expect(kept(packet) == rest)
    }

    @Test(arguments: [
        #"<?xpacket begin="" id="GPS"?><a xmlns:gps="urn:x" gps:b="1"> exif:GPSLatitude="52" </a><?xpacket end="w"?>"#,
        #"<a dc:title="exif:GPSLatitude='52'"> <![CDATA[<x:GPSa>]]> <b/> </a>"#, "<!DOCTYPE a> <a/>", "",
    ])
    func otherPropertiesAreKept(_ packet: String) {
        #expect(kept(packet) == packet)
    }

    @Test func onlyTheOrientationIsRemoved() {
        let packet = #"<a x:GPSa="1"> <tiff:Orientation>6</tiff:Orientation> <b tiff:Orientation="8"/> </a>"#
        let rest = String(decoding: XMPPacket.withoutOrientation(Array(packet.utf8)), as: UTF8.self)
        #expect(rest.utf8.count == packet.utf8.count)
        #expect(rest.split(separator: " ").joined(separator: " ") == #"<a x:GPSa="1"> <b /> </a>"#)
        let wide: [UInt8] = packet.utf8.flatMap { [$0, 0] }
        #expect(XMPPacket.withoutOrientation(wide) == wide)
    }

    @Test func packetsInUTF16AreNotRead() {
        for start in [[], [0xFF, 0xFE]] as [[UInt8]] {
            let packet = start + Array(#"<a exif:GPSLatitude="52"/>"#.utf8).flatMap { [$0, 0] }
            #expect(XMPPacket.withoutLocations(packet) == nil)
        }
    }
}
