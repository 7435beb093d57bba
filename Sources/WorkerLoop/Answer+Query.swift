import Encoding
import ImageSpecs
import Processing
import Vips
import WorkerProtocol

extension Answer {
    /// Answers a query about the installed libvips.
    package init(to query: Query, _ protection: Protection = Protection()) {
        self.init(
            libvips: .loaded,
            protection: protection,
            formats: query.wantsFormats ? Answer.formats : [],
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

    /// All formats, sorted by name. Each one states whether the installed libvips reads and writes it.
    private static var formats: [Format] {
        ImageFormat.allCases.map { format in
            Format(name: format.rawValue, isRead: format.isReadByLibrary, isWritten: format.isWrittenByLibrary)
        }
        .sorted { $0.name < $1.name }
    }
}

extension ImageFormat {
    fileprivate var isReadByLibrary: Bool { isRead && loader.map(LibVips.has(operation:)) ?? true }

    fileprivate var isWrittenByLibrary: Bool {
        guard isWritten, self != .bmp else { return isWritten }
        let saver = try? Saver(self, options: [:], autoconvert: true)
        return saver.map { LibVips.has(operation: $0.operation) } ?? false
    }
}
