import CVips
import Synchronization

/// The warnings of libvips. Most of them are about oddities in files that are readable. But some decoders report the
/// reason for a failure only as a warning (`IDAT: CRC error`).
enum VipsWarnings {
    private static let texts = Mutex<[String]>([])
    /// A broken file can cause thousands of warnings.
    private static let maxCount = 8

    /// Collects warnings. By default libvips prints each one to standard error.
    static func collect() {
        let collector: GLogFunc = { _, _, text, _ in
            guard let text else { return }
            VipsWarnings.texts.withLock { texts in
                if texts.count < VipsWarnings.maxCount { texts.append(String(cString: text)) }
            }
        }
        g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, collector, nil)
    }

    /// The warnings since the last call.
    static func taken() -> [String] {
        texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
    }
}
