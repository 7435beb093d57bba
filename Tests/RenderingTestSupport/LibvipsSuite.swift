import Testing

import Vips

/// The parent of all suites that call libvips. They run one after the other, because libvips has one error buffer per
/// process.
@Suite(.serialized) package struct LibvipsSuite {
    /// Starts libvips once per process.
    package static let started: Void = {
        do { try LibVips.start() } catch { Issue.record(error) }
    }()
}
