import Encoding
import ImageSpecs
import Processing
import Vips
import WorkerProtocol

extension Answer {
    /// Asks the libvips that is installed.
    package init(to query: Query, _ protection: Protection = Protection()) {
        let version = LibVips.version
        self.init(
            version: "\(version.major).\(version.minor).\(version.micro)",
            libraryFolder: LibVips.folder,
            protection: protection,
            formats: Answer.formats,
            mistakes: query.calls.map { call in
                do {
                    _ = try VipsCall(call.operation, call.arguments)
                    return nil
                } catch {
                    return "\(error)"
                }
            }
        )
    }

    /// By name, each once: what is read under its source's name, what is written under Pillow's.
    private static var formats: [Format] {
        var formats: [String: Format] = [:]
        for source in SourceFormat.allCases {
            let name = source.outputFormat?.rawValue ?? source.rawValue
            let isRead = source.loader.map(LibVips.has(operation:)) ?? true
            formats[name] = Format(name: name, isRead: isRead, isWritten: false)
        }
        for format in ImageFormat.allCases {
            let saver = try? Saver(format, options: [:], autoconvert: true)
            let isWritten = format == .bmp || saver.map { LibVips.has(operation: $0.operation) } ?? false
            formats[format.rawValue, default: Format(name: format.rawValue, isRead: false, isWritten: false)]
                .isWritten =
                isWritten
        }
        return formats.values.sorted { $0.name < $1.name }
    }
}
