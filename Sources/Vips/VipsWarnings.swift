import CVips
import Synchronization

/// The warnings of libvips. Most warnings are about irregularities in readable files. However, some decoders report the
/// reason for a failure only as a warning (`IDAT: CRC error`).
enum VipsWarnings {
    private static let texts = Mutex<[String]>([])
    /// The maximum number of warnings that are kept. A broken file can cause thousands of warnings.
    private static let maxCount = 8

    /// Starts to collect warnings. Without a collector, libvips prints each warning to standard error.
    static func collect() {
        let collector: GLogFunc = { _, _, text, _ in
            guard let text else { return }
            VipsWarnings.texts.withLock { texts in
                if texts.count < VipsWarnings.maxCount { texts.append(String(cString: text)) }
            }
        }
        g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, collector, nil)
    }

    /// Returns the warnings since the last call.
    static func taken() -> [String] {
        texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
    }
}
