import Testing

import Vips

/// The parent of all suites that call libvips. The suites run one after the other, because libvips has one error buffer
/// per process.
@Suite(.serialized) package struct LibvipsSuite {
    /// Starts libvips once per process.
    package static let started: Void = {
        do { try LibVips.start() } catch { Issue.record(error) }
    }()

    /// Whether the installed libvips itself decodes a file: some builds lack codecs, and some ignore checksums.
    package static func decodes(_ path: String, with loader: String) -> Bool {
        started
        do {
            var operation = try Operation(loader)
            try operation.set("filename", .string(path))
            try operation.set("fail_on", "truncated")
            try operation.build()
            _ = try operation.image().inMemory()
            return true
        } catch {
            return false
        }
    }
}
