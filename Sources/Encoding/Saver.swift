import ImageSpecs
import Pictures
import Vips

/// Writes a format with our own encoder or with a saver of libvips. This type translates Pillow's save options to
/// arguments of libvips. If the defaults of Pillow and libvips differ, this type uses Pillow's defaults.
package struct Saver {
    package let format: ImageFormat
    package private(set) var arguments: [(name: String, value: Argument)] = []

    /// - Parameters:
    ///   - options: the save options of the spec. Options that the format does not have are ignored, as in Pillow.
    ///   - autoconvert: whether PILKit's preparation is applied. If so, JPEGs are optimized by default, because this
    ///     preparation sets `optimize`.
    /// - Throws: `ProcessorError` for a value that the format does not accept, and for a format that is not written.
    package init(_ format: ImageFormat, options: [String: Value], autoconvert: Bool) throws {
        guard format.isWritten else { throw ProcessorError(description: "\(format.rawValue) is not written") }
        self.format = format
        let options = try SaveOptions(options, of: format)
        switch format {
        case .jpeg:
            let preset = options.word("quality").flatMap(JPEGPreset.init)
            set("Q", .int(preset?.quality ?? max(1, options.number("quality"))))
            set("optimize_coding", .bool(options.flag("optimize") ?? autoconvert))
            set("interlace", .bool(options.flag("progressive") ?? options.flag("progression") ?? false))
            set("subsample_mode", preset.map { $0.isSubsampled ? "on" : "off" } ?? options.subsampling)
        case .png:
            let isOptimized = options.flag("optimize") == true && !options.isGiven("compress_level")
            set("compression", .int(isOptimized ? 9 : options.number("compress_level")))
            set("filter", "all")
        case .gif:
            if options.flag("interlace") == true { set("interlace", true) }
        case .webp:
            set("Q", .int(options.number("quality")))
            set("lossless", .bool(options.flag("lossless") ?? false))
            set("effort", .int(options.number("method")))
            set("alpha_q", .int(options.number("alpha_quality")))
            if options.flag("exact") == true, format.has(saverOption: "exact") { set("exact", true) }
        case .tiff:
            set("compression", try options.tiffCompression())
            set("Q", .int(options.number("quality")))
        case .avif:
            set("compression", "av1")
            set("Q", .int(max(1, options.number("quality"))))
            set("effort", .int(9 - min(9, options.number("speed"))))
            set("subsample_mode", options.subsampling)
            set("bitdepth", 8)
        case .jpeg2000:
            set("lossless", .bool(!options.isGiven("quality") && options.flag("irreversible") != true))
            if options.isGiven("quality") { set("Q", .int(options.number("quality"))) }
        case .jxl:
            set("lossless", .bool(options.flag("lossless") ?? false))
            set("Q", .int(options.number("quality")))
            // libvips 8.14 rejects efforts below 3, so use at least 3.
            set("effort", .int(max(3, options.number("effort"))))
        default: break
        }
        try options.passed().forEach { set($0.name, $0.value) }
    }

    /// The quality of the file. It is nil if the saver has no quality or is lossless.
    var quality: Int? {
        let isLossless = arguments.contains { if case ("lossless", .bool(true)) = $0 { true } else { false } }
        guard !isLossless, case .int(let quality)? = arguments.first(where: { $0.name == "Q" })?.value else {
            return nil
        }
        return quality
    }

    func with(quality: Int) -> Saver {
        var saver = self
        saver.set("Q", .int(quality))
        if format == .jpeg2000 { saver.set("lossless", false) }
        return saver
    }

    /// Whether a grey picture must get colour bands before its profile is chosen.
    /// - Parameter hasGreyProfile: whether the source has a profile for greys.
    func needsColor(hasGreyProfile: Bool) -> Bool {
        switch format {
        // The savers turn greys into RGB, which a grey profile does not fit.
        case .webp, .avif: hasGreyProfile
        // WebP inside TIFF needs three or four bands.
        case .tiff: arguments.contains { if case ("compression", .string("webp")) = $0 { true } else { false } }
        default: false
        }
    }

    /// Sets an argument and replaces its previous value.
    private mutating func set(_ name: String, _ value: Argument) {
        arguments.removeAll { $0.name == name }
        arguments.append((name, value))
    }

    /// Encodes the image with `PNGEncoding` or libvips.
    ///
    /// This method returns the file as bytes and does not write it to disk, because some codecs do not stop if the disk
    /// is full.
    /// - Parameter keepsMetadata: whether the metadata of the image is written. The fields that animations need are
    ///   always written.
    package func encode(_ image: Image, keepsMetadata: Bool) throws -> [UInt8] {
        if let bytes = try encodePNG(image, keepsMetadata: keepsMetadata) { return bytes }
        guard let saver = format.saver else {
            throw ProcessorError(description: "libvips does not write \(format.rawValue)")
        }
        let target = try Target()
        var save = try Operation(saver)
        try save.set("target", .target(target))
        try save.set("in", .image(image))
        for (name, value) in arguments { try save.set(name, value) }
        // libvips 8.15 replaced the option `strip` by `keep`, so use the option that this libvips has.
        if format.has(saverOption: "keep") {
            try save.set("keep", keepsMetadata ? "all" : "none")
        } else {
            try save.set("strip", .bool(!keepsMetadata))
        }
        try save.build()
        return try target.bytes()
    }
}

/// The values of Pillow's save options for a format.
private struct SaveOptions {
    let format: ImageFormat
    let values: [String: Value]

    /// - Throws: `ProcessorError` for a value that the option does not accept.
    init(_ values: [String: Value], of format: ImageFormat) throws {
        for option in format.saveOptions {
            guard let value = values[option.name], value != .none, !option.kind.accepts(value) else { continue }
            throw ProcessorError(description: "option \(option.name): \(value) is not \(option.kind.requirement)")
        }
        self.format = format
        self.values = values.filter { $0.value != .none }
    }

    func isGiven(_ name: String) -> Bool { values[name] != nil }

    func flag(_ name: String) -> Bool? { values[name]?.isTruthy }

    func word(_ name: String) -> String? { values[name]?.string }

    /// Returns the option's number, rounded down. If the value is missing or is a word, the method returns the default
    /// of the format.
    func number(_ name: String) -> Int {
        let number = values[name]?.number ?? format.saveOption(name)?.fallback?.number ?? 0
        return Int(number.rounded(.down))
    }

    /// The chroma subsampling. libvips supports only 4:2:0 and 4:4:4, so 4:2:2 becomes 4:4:4.
    var subsampling: Argument {
        switch values["subsampling"] {
        case .integer(0)?, .integer(1)?, .string("4:4:4")?, .string("4:2:2")?: "off"
        default: "on"
        }
    }

    func tiffCompression() throws -> Argument {
        switch word("compression") {
        case nil, "raw"?, "none"?: "none"
        case "tiff_lzw"?, "lzw"?: "lzw"
        case "tiff_deflate"?, "tiff_adobe_deflate"?, "deflate"?: "deflate"
        case "tiff_jpeg"?, "jpeg"?: "jpeg"
        case "packbits"?: "packbits"
        case "webp"?: "webp"
        case "zstd"?: "zstd"
        case let name?: throw ProcessorError(description: "option compression: \(name) is not written")
        }
    }

    /// Returns the arguments of `"vips": {…}`, sorted by name.
    func passed() throws -> [(name: String, value: Argument)] {
        guard case .dictionary(let passed)? = values["vips"] else { return [] }
        return try passed.sorted { $0.key < $1.key }.map { name, value in
            guard let argument = Argument(value) else {
                throw ProcessorError(description: "option vips.\(name) cannot be \(value)")
            }
            return (name, argument)
        }
    }
}
