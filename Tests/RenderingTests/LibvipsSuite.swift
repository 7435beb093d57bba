import Testing

@testable import Rendering
@testable import Vips

/// All suites that call libvips: one after the other, for its error buffer is one for the process.
@Suite(.serialized) struct LibvipsSuite {
    /// libvips starts once a process.
    static let started: Void = {
        do { try LibVips.start() } catch { Issue.record(error) }
    }()
}
