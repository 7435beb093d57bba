/// A format that ImageKit does not read. ImageKit recognises the format by the first bytes of a file, so that the
/// message can name the format.
struct UnreadFormat {
    /// The name, with an article if it needs one, such as `a Photoshop document (PSD)`.
    let name: String
    /// What the user can do with the file. It is empty if there is no remedy.
    var remedy = "convert it to a format that is read"

    var message: String {
        remedy.isEmpty ? "it is \(name), which is not read" : "it is \(name), which is not read: \(remedy)"
    }

    private static let exported = "export it as JPEG, PNG or TIFF"
    private static let developed = "develop it to JPEG or TIFF"

    /// A camera's RAW photograph in a TIFF container.
    static let cameraRAW = UnreadFormat(
        name: "a RAW photograph of a camera (DNG, NEF, ARW or another)",
        remedy: developed
    )

    private struct Signature {
        let bytes: [UInt8]
        var offset = 0
        let format: UnreadFormat
    }

    private static func signature(_ text: String, at offset: Int = 0, _ name: String, _ remedy: String) -> Signature {
        Signature(bytes: Array(text.utf8), offset: offset, format: UnreadFormat(name: name, remedy: remedy))
    }

    private static let signatures = [
        signature("version https://git-lfs", "a pointer of Git LFS and no picture", "fetch it with `git lfs pull`"),
        signature("8BPS", "a Photoshop document (PSD)", exported),
        signature("gimp xcf", "a GIMP document (XCF)", exported),
        signature("SIMPLE  =", "an astronomical picture (FITS)", exported),
        signature("%!PS", "PostScript", exported),
        Signature(bytes: [0xC5, 0xD0, 0xD3, 0xC6], format: UnreadFormat(name: "PostScript (EPS)", remedy: exported)),
        signature("FUJIFILMCCD-RAW", "a RAW photograph of a Fujifilm camera (RAF)", developed),
        signature("IIRO", "a RAW photograph of an Olympus camera (ORF)", developed),
        signature("IIRS", "a RAW photograph of an Olympus camera (ORF)", developed),
        signature("MMOR", "a RAW photograph of an Olympus camera (ORF)", developed),
        signature("IIU\0", "a RAW photograph of a Panasonic camera (RW2)", developed),
        signature("HEAPCCDR", at: 6, "a RAW photograph of a Canon camera (CRW)", developed),
        signature("CR\u{2}\0", at: 8, "a RAW photograph of a Canon camera (CR2)", developed),
        signature("ftypcrx ", at: 4, "a RAW photograph of a Canon camera (CR3)", developed),
        signature("\0MRM", "a RAW photograph of a Minolta camera (MRW)", developed),
        signature("FOVb", "a RAW photograph of a Sigma camera (X3F)", developed),
        Signature(
            bytes: [0x1F, 0x8B],
            format: UnreadFormat(name: "compressed by gzip, as SVGZ is (compressed SVG)", remedy: "unpack it")
        ),
        Signature(bytes: [0x49, 0x49, 0xBC], format: UnreadFormat(name: "JPEG XR")),
        Signature(bytes: [0x76, 0x2F, 0x31, 0x01], format: UnreadFormat(name: "OpenEXR")),
        signature("#?RADIANCE", "a Radiance picture (HDR)", exported),
        signature("DDS ", "a DirectDraw surface (DDS)", exported),
        signature("qoif", "QOI", exported),
        signature("FLIF", "FLIF", exported),
        signature("icns", "an Apple icon (ICNS)", exported),
        Signature(bytes: [0x8A] + Array("MNG".utf8), format: UnreadFormat(name: "MNG")),
        Signature(bytes: [0x8B] + Array("JNG".utf8), format: UnreadFormat(name: "JNG")),
        Signature(bytes: Array("PK\u{3}\u{4}".utf8), format: UnreadFormat(name: "a ZIP archive", remedy: "unpack it")),
    ]

    /// - Parameter head: the first bytes of a file.
    init?(head: [UInt8]) {
        let known = UnreadFormat.signatures.first { head.dropFirst($0.offset).starts(with: $0.bytes) }
        guard let format = known?.format ?? UnreadFormat.ofMedia(head) ?? UnreadFormat.ofText(head) else { return nil }
        self = format
    }

    private init(name: String, remedy: String = "convert it to a format that is read") {
        self.name = name
        self.remedy = remedy
    }

    /// Detects videos and other files in the container of HEIC and AVIF.
    private static func ofMedia(_ head: [UInt8]) -> UnreadFormat? {
        guard head.dropFirst(4).starts(with: "ftyp".utf8) else { return nil }
        let brand = String(decoding: head.dropFirst(8).prefix(4), as: UTF8.self)
        return UnreadFormat(name: "a film or another file of the brand \(brand.debugDescription)", remedy: "")
    }

    /// Detects web pages. A download can save a web server's error page under the name of a picture.
    private static func ofText(_ head: [UInt8]) -> UnreadFormat? {
        let text = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
        guard text.hasPrefix("<!doctype html") || text.hasPrefix("<html") else { return nil }
        return UnreadFormat(
            name: "a web page (HTML)",
            remedy: "a server's error page was probably saved under this name, so download the picture again"
        )
    }
}
