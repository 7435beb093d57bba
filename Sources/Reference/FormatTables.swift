import ImageSpecs

extension ReferencePart {
    private static let page = "Docs/registry.md"

    static let formatTables = [
        ReferencePart(file: page, name: "formats", .markdown(formatTable)),
        ReferencePart(file: page, name: "save-options", .markdown(optionTable)),
        ReferencePart(file: page, name: "metadata", .markdown(metadataTable)),
    ]

    /// The table of all formats that are read or written.
    private static var formatTable: String {
        let rows = ImageFormat.allCases.map { format in
            let name = ["`\(format.rawValue)`", format.reading]
            guard format.isWritten else { return name + ["no: the spec needs a `format`", "", "", "", ""] }
            return name + [
                format.isAnimated ? "yes, with frames" : "yes", format.transparency.summary,
                format.metadataKinds.summary, format.extensions.map { "`\($0)`" }.joined(separator: " "),
                format.mimeType,
            ]
        }
        let header = [
            "format", "read", "written", "transparency", "metadata that can be kept", "extensions", "MIME type",
        ]
        return MarkdownTable(header, rows).text
    }

    private static var optionTable: String {
        let rows = ImageFormat.written.flatMap { format in
            format.saveOptions.filter { $0 != .vips }.enumerated().map { index, option in
                [
                    index == 0 ? "`\(format.rawValue)`" : "", "`\(option.name)`", option.kind.requirement,
                    option.fallback.map { "`\($0)`" } ?? "", option.summary,
                ]
            }
        }
        let vips = SaveOption.vips
        return MarkdownTable(
            ["format", "option", "value", "default", ""],
            rows + [["all", "`\(vips.name)`", vips.kind.requirement, "", vips.summary]]
        ).text
    }

    private static var metadataTable: String {
        let rows = MetadataKind.allCases.map { kind in
            let formats = ImageFormat.written.filter { $0.metadataKinds.contains(kind) }.map(\.rawValue)
            return ["`\(kind.rawValue)`", kind.summary, formats.joined(separator: ", ")]
        }
        return MarkdownTable(["name", "keeps", "formats"], rows).text
    }
}

extension ImageFormat {
    fileprivate var reading: String {
        guard isRead else { return "no" }
        let frames = readsFrames ? ", with frames" : ""
        return "yes" + frames + (untrustedLoader.map { ", with `allow_loaders: [\"\($0)\"]`" } ?? "")
    }
}

extension FormatFacts.Transparency {
    var summary: String {
        switch self {
        case .kept: "kept"
        case .binary: "each pixel opaque or transparent"
        case .flattened: "put on white"
        }
    }
}

extension [MetadataKind] {
    fileprivate var summary: String {
        if isEmpty { return "none" }
        return count == MetadataKind.allCases.count ? "all" : map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }
}
