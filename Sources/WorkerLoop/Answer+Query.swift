import Decoding
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
            },
            savings: query.savings.map { saving in
                let test = SaverTest(saving.format, options: saving.options, autoconvert: saving.autoconvert)
                return SavingFinding(mistake: test.mistake, warning: test.warning)
            }
        )
    }

    /// All formats, sorted by name, with the results of `DecoderTest` and `SaverTest`.
    private static var formats: [Format] {
        ImageFormat.allCases.map(Format.init(testing:)).sorted { $0.name < $1.name }
    }
}

extension Answer.Format {
    fileprivate init(testing format: ImageFormat) {
        var obstacles: [String] = []
        var isRead = format.isRead && format.loader.map(LibVips.has(operation:)) ?? true
        if isRead, let failure = DecoderTest.failure(of: format) {
            isRead = false
            obstacles.append(failure)
        }
        var isWritten = false
        if format.isWritten {
            let test = SaverTest(format)
            isWritten = test.mistake == nil
            if let mistake = test.mistake, format.hasSaver { obstacles.append(mistake) }
        }
        self.init(name: format.rawValue, isRead: isRead, isWritten: isWritten, obstacles: obstacles)
    }
}
