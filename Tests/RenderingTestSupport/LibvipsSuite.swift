import Testing

import Vips

/// All suites that call libvips: one after the other, for its error buffer is one for the process.
@Suite(.serialized) package struct LibvipsSuite {
    /// libvips starts once a process.
    package static let started: Void = {
        do { try LibVips.start() } catch { Issue.record(error) }
    }()
}
