import ImageSpecs

/// Reads the attributes of a generator that django-imagekit does not have, and checks them against the format of the
/// image.
struct SpecExtensionsReader {
    static let keys = [
        "autorotate", "animated", "color_profile", "keep_metadata", "max_bytes", "if_larger", "placeholders",
        "canvas",
    ]

    /// The format of the image; nil if the source determines the format.
    let format: ImageFormat?
    /// The maximum number of pixels of a canvas.
    let maxPixels: Int

    func extensions(_ members: [String: RegistryNode]) -> SpecExtensions {
        var extensions = SpecExtensions()
        if let node = members["autorotate"] { extensions.autorotate = node.bool() ?? true }
        if let node = members["animated"] { extensions.animated = animated(node) }
        if let node = members["color_profile"] { extensions.colorProfile = colorProfile(node) }
        if let node = members["keep_metadata"] { extensions.keepMetadata = metadataKinds(node) }
        if let node = members["max_bytes"] { extensions.maxBytes = maxBytes(node, options: members["options"]?.value) }
        if let node = members["if_larger"] {
            extensions.ifLarger = ifLarger(node, keepsMetadata: !extensions.keepMetadata.isEmpty)
        }
        if let node = members["placeholders"] { extensions.placeholders = node.bool() ?? false }
        if let node = members["canvas"] {
            extensions.canvas = CanvasReader(maxPixels: maxPixels).canvas(node)
            for key in ["autorotate", "animated", "if_larger"] {
                members[key]?.problem("this attribute is about a source, and a canvas has no source: remove it")
            }
        }
        return extensions
    }

    private func maxBytes(_ node: RegistryNode, options: Value?) -> Int? {
        guard let bytes = SettingKind<Int>.bytes.read(node.value, { node.problem($0) }) else { return nil }
        if let format, !format.hasQuality {
            let formats = ImageFormat.written.filter(\.hasQuality).map(\.rawValue).joined(separator: ", ")
            node.problem("\(format.rawValue) has no quality that could be lowered; \(formats) have")
        }
        if case .dictionary(let options)? = options, options["lossless"]?.isTruthy == true {
            node.problem("a lossless image has no quality that could be lowered: remove max_bytes or lossless")
        }
        return bytes
    }

    private func ifLarger(_ node: RegistryNode, keepsMetadata: Bool) -> SpecExtensions.LargerResult {
        guard let choice = node.word(SpecExtensions.LargerResult.self) else { return .keepResult }
        if choice == .keepOriginal {
            if keepsMetadata {
                node.problem("the original is kept without metadata: remove if_larger or keep_metadata")
            }
            if let format, !format.isCopiedWithoutMetadata {
                let formats = ImageFormat.written.filter(\.isCopiedWithoutMetadata).map(\.rawValue).joined(
                    separator: ", "
                )
                node.problem("a \(format.rawValue) original is not kept; \(formats) are")
            }
        }
        return choice
    }

    private func animated(_ node: RegistryNode) -> Bool {
        guard let flag = node.bool() else { return false }
        if flag, let format, !format.isAnimated {
            let formats = ImageFormat.written.filter(\.isAnimated).map(\.rawValue).joined(separator: " and ")
            node.problem("\(format.rawValue) has no frames; \(formats) have")
        }
        return flag
    }

    private func colorProfile(_ node: RegistryNode) -> SpecExtensions.ColorProfile {
        guard let profile = node.word(SpecExtensions.ColorProfile.self) else { return .srgb }
        if profile == .p3, let format, !format.holdsProfile {
            node.problem("\(format.rawValue) has no colour profile, which Display P3 needs: use another format")
        }
        return profile
    }

    /// Returns the kinds in a fixed order, so that the order in the registry does not change the hash.
    private func metadataKinds(_ node: RegistryNode) -> [MetadataKind] {
        let words = MetadataKind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let items = node.elements("an array of \(words)") else { return [] }
        let kinds = items.compactMap { item -> MetadataKind? in
            let kind = item.word(MetadataKind.self)
            if let kind, let format, !format.metadataKinds.contains(kind) {
                let supported = format.metadataKinds.map(\.rawValue).joined(separator: ", ")
                item.problem(
                    "\(format.rawValue) cannot contain \(kind.rawValue)"
                        + (supported.isEmpty ? "" : "; it can contain \(supported)")
                )
            }
            return kind
        }
        return MetadataKind.allCases.filter(kinds.contains)
    }
}
