import Foundation
import Registry
import TestSupport
import Testing

@testable import Operations

/// The order of the requests of a Django site.
@Suite struct RequestSpoolTests {
    @Test func theOldestRequestsAreFirst() throws {
        let folder = TemporaryFolder()
        var settings = Settings(mediaRoot: folder.path("media"))
        settings.spoolDir = folder.path("spool")
        let names = ["c", "a", "d", "b"].map { String(repeating: $0, count: 64) }
        for (time, name) in names.enumerated() {
            folder.write("spool/" + name)
            let date = Date(timeIntervalSince1970: 1_000_000 + Double(time) / 4)
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: folder.path("spool/" + name))
        }
        #expect(RequestSpool(settings).requests(atMost: 3, where: { _ in true }).map(\.file) == Array(names.prefix(3)))
    }
}
