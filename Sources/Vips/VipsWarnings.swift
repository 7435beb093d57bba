import CVips
import Synchronization

/// The warnings of libvips. Most are about oddities in files that are read all the same; but some decoders give their reasons
/// for a failure as warnings only (`IDAT: CRC error`).
enum VipsWarnings {
    private static let texts = Mutex<[String]>([])
    /// A broken file may have thousands.
    private static let most = 8

    /// Collects them, in place of a line on standard error for each.
    static func collect() {
        let collector: GLogFunc = { _, _, text, _ in
            guard let text else { return }
            VipsWarnings.texts.withLock { texts in
                if texts.count < VipsWarnings.most { texts.append(String(cString: text)) }
            }
        }
        g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, collector, nil)
    }

    /// Those since the last call.
    static func taken() -> [String] {
        texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
    }
}
