import Decoding
import ImageSpecs
import Vips

/// Saves a tiny picture with the options of a spec, to find out which options the installed libvips rejects or ignores.
package struct SaverTest {
    /// The reason why the picture cannot be saved. It is nil if the picture was saved, or if the format is written
    /// without libvips and the options are valid.
    package private(set) var mistake: String?
    /// The options that this build of libvips ignores, in one sentence. It is nil if libvips ignores no option.
    package private(set) var warning: String?

    package init(_ format: ImageFormat, options: [String: Value] = [:], autoconvert: Bool = true) {
        do {
            let saver = try Saver(format, options: options, autoconvert: autoconvert)
            // A format that is written without libvips needs no further test.
            guard let operation = format.saver else { return }
            guard format.hasSaver else {
                mistake = "this libvips does not write \(format.rawValue)"
                return
            }
            mistake = try Self.unknownOptions(options[SaveOption.vips.name], of: format, operation)
            guard mistake == nil else { return }
            LibVips.forgetMessages()
            let sample = try Operation.call("black", ["width": 16, "height": 16], options: ["bands": 3])
            _ = try saver.encode(sample.apply("copy", ["interpretation": "srgb"]), keepsMetadata: false)
            warning = Self.warning(LibVips.takenWarnings)
        } catch let error as VipsError {
            mistake = Saver.missingEncoder(of: format, error) ?? "\(error)"
        } catch {
            mistake = "\(error)"
        }
    }

    private static func unknownOptions(
        _ passed: Value?,
        of format: ImageFormat,
        _ operation: String
    ) throws -> String? {
        let unknown = (passed?.dictionary ?? [:]).keys.sorted().filter { !format.has(saverOption: $0) }
        guard !unknown.isEmpty else { return nil }
        let known = try Operation(operation).argumentDescriptions().filter { $0.isInput && !$0.isRequired }
            .map(\.name)
        let names = unknown.map { "\"\($0)\"" }.joined(separator: " and ")
        return "\(operation) of this libvips has no option \(names); it has \(known.joined(separator: ", "))"
    }

    /// - Parameter messages: the warnings of libvips, such as `ignoring trellis_quant`.
    static func warning(_ messages: [String]) -> String? {
        let start = "ignoring "
        let ignored = messages.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
        guard !ignored.isEmpty else { return nil }
        return "this libvips ignores \(ignored.joined(separator: ", ")), because it is built without mozjpeg"
    }
}

extension Saver {
    /// If the error means that libheif has no encoder, returns a message with the remedy. Returns nil for other errors.
    package static func missingEncoder(of format: ImageFormat, _ error: VipsError) -> String? {
        guard format == .avif, error.hint.contains("Unsupported") else { return nil }
        return "this libheif has no encoder for AV1: install libheif-plugin-aomenc, or a newer libheif (\(error.hint))"
    }
}
