import ImageSpecs
import Vips

extension ImageFormat {
    /// The libvips operation that writes the format to a `Target`. It is nil for formats that are not written, or are
    /// always written without libvips.
    var saver: String? { libvipsSaver.map { $0 + "save_target" } }

    /// Whether images can be written in the format: imagekit itself writes it, or this libvips has the saver.
    package var hasSaver: Bool { isWritten && saver.map(LibVips.has(operation:)) ?? true }

    /// Whether the saver of this libvips has the option.
    func has(saverOption name: String) -> Bool { saver.map { LibVips.has(option: name, of: $0) } ?? false }
}
