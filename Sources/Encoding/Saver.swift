import ImageSpecs
import Pictures
import Vips

/// The libvips operation that writes a format, with Pillow's save options in libvips' words and Pillow's defaults where
/// the two disagree.
package struct Saver {
    package let operation: String
    package private(set) var arguments: [(name: String, value: Argument)] = []

    /// - Parameters:
    ///   - options: as the spec has them; those that have no meaning for the format are passed over, as Pillow does.
    ///   - autoconvert: PILKit optimizes JPEGs while it prepares images.
    /// - Throws: `ProcessorError` for a value that the format cannot take.
    package init(_ format: ImageFormat, options: [String: Value], autoconvert: Bool) throws {
        let options = SaveOptions(options)
        switch format {
        case .jpeg:
            operation = "jpegsave_buffer"
            set("Q", .int(try options.integer("quality", in: 0...100) ?? 75))
            set("optimize_coding", .bool(options.flag("optimize") ?? autoconvert))
            set("interlace", .bool(options.flag("progressive") ?? options.flag("progression") ?? false))
            set("subsample_mode", .string(try options.subsampling() ?? "on"))
        case .png:
            operation = "pngsave_buffer"
            let level = options.flag("optimize") == true ? 9 : 6
            set("compression", .int(try options.integer("compress_level", in: 0...9) ?? level))
            set("filter", "all")
        case .gif:
            operation = "gifsave_buffer"
            if options.flag("interlace") == true { set("interlace", true) }
        case .webp:
            operation = "webpsave_buffer"
            set("Q", .int(try options.integer("quality", in: 0...100) ?? 80))
            set("lossless", .bool(options.flag("lossless") ?? false))
            set("effort", .int(try options.integer("method", in: 0...6) ?? 4))
            if let quality = try options.integer("alpha_quality", in: 0...100) { set("alpha_q", .int(quality)) }
            if options.flag("exact") == true, LibVips.has(option: "exact", of: operation) { set("exact", true) }
        case .tiff:
            operation = "tiffsave_buffer"
            set("compression", .string(try options.tiffCompression()))
            if let quality = try options.integer("quality", in: 1...100) { set("Q", .int(quality)) }
        case .avif:
            operation = "heifsave_buffer"
            set("compression", "av1")
            set("Q", .int(try options.integer("quality", in: 0...100) ?? 75))
            set("effort", .int(9 - min(9, try options.integer("speed", in: 0...10) ?? 6)))
            set("subsample_mode", .string(try options.subsampling() ?? "on"))
            set("bitdepth", 8)
        case .jpeg2000:
            operation = "jp2ksave_buffer"
            let quality = try options.integer("quality", in: 1...100)
            set("lossless", .bool(quality == nil && options.flag("irreversible") != true))
            if let quality { set("Q", .int(quality)) }
        case .jxl:
            operation = "jxlsave_buffer"
            set("lossless", .bool(options.flag("lossless") ?? false))
            set("Q", .int(try options.integer("quality", in: 0...100) ?? 75))
            if let effort = try options.integer("effort", in: 1...9) { set("effort", .int(effort)) }
        case .bmp:
            operation = "bmp"
        }
        try options.passed().forEach { set($0.name, $0.value) }
    }

    /// The quality that is written; nil for a saver that has none or writes without loss.
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
        if saver.operation == "jp2ksave_buffer" { saver.set("lossless", false) }
        return saver
    }

    /// The later value of an argument counts.
    private mutating func set(_ name: String, _ value: Argument) {
        arguments.removeAll { $0.name == name }
        arguments.append((name, value))
    }

    /// The image as a file of the format.
    ///
    /// In memory, and not to the file itself: some codecs do not stop when a disk is full.
    /// - Parameter keepsMetadata: what is noted with the image goes into the file, but for what animations need, which
    ///   always does.
    package func encode(_ image: Image, keepsMetadata: Bool) throws -> [UInt8] {
        var save = try Operation(operation)
        try save.set("in", .image(image))
        for (name, value) in arguments { try save.set(name, value) }
        // The option got another name in 8.15.
        if LibVips.has(option: "keep", of: operation) {
            try save.set("keep", keepsMetadata ? "all" : "none")
        } else {
            try save.set("strip", .bool(!keepsMetadata))
        }
        try save.build()
        return try save.bytes("buffer")
    }
}

/// Pillow's save options, read with their types.
private struct SaveOptions {
    let values: [String: Value]

    init(_ values: [String: Value]) { self.values = values }

    func flag(_ name: String) -> Bool? {
        guard let value = values[name], value != .none else { return nil }
        return value.isTruthy
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = values[name], value != .none, value != .string("keep") else { return nil }
        if name == "quality", let preset = value.string.flatMap({ SaveOptions.presets[$0] }) { return preset }
        let bounds = Double(range.lowerBound)..<Double(range.upperBound + 1)
        guard let number = value.number, bounds.contains(number) else {
            throw ProcessorError(
                description: "option \(name): \(value) is not from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return Int(number.rounded(.down))
    }

    /// Pillow's JPEG presets (`PIL.JpegPresets`), by what they come to.
    private static let presets = [
        "web_low": 10, "web_medium": 50, "web_high": 70, "web_very_high": 80, "web_maximum": 90, "low": 30,
        "medium": 60,
        "high": 85, "maximum": 95,
    ]

    /// libvips halves colour in both directions or not at all; 4:2:2 keeps it whole.
    func subsampling() throws -> String? {
        switch values["subsampling"] {
        case nil, Value.none?, .string("keep"): return nil
        case .integer(0), .integer(1), .string("4:4:4"), .string("4:2:2"): return "off"
        case .integer(2), .string("4:2:0"), .string("4:1:1"): return "on"
        case .integer(-1): return nil
        case let value?: throw ProcessorError(description: "option subsampling: \(value) is not 4:4:4, 4:2:2 or 4:2:0")
        }
    }

    func tiffCompression() throws -> String {
        switch values["compression"] {
        case nil, Value.none?, .string("raw"), .string("none"): return "none"
        case .string("tiff_lzw"), .string("lzw"): return "lzw"
        case .string("tiff_deflate"), .string("tiff_adobe_deflate"), .string("deflate"): return "deflate"
        case .string("tiff_jpeg"), .string("jpeg"): return "jpeg"
        case .string("packbits"): return "packbits"
        case .string("group4"): return "ccittfax4"
        case .string("zstd"): return "zstd"
        case .string("webp"): return "webp"
        case let value?: throw ProcessorError(description: "option compression: \(value) is not written")
        }
    }

    /// `"vips": {…}`, in the order of the names.
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
