import Testing
import TestSupport

/// Docs/licenses.md lists the software that the executables link.
@Suite struct LicenseTests {
    private static func page() throws -> Substring { try Repository.text("Docs/licenses.md")[...] }

    @Test func everyPackageIsListed() throws {
        let manifest = try Repository.text("Package.swift")
        let packages = manifest.matches(of: /\.package\(url: "([^"]+)"/).map { String($0.1) }
        #expect(!packages.isEmpty)
        for url in packages {
            #expect(try Self.page().contains("](\(url))"), "Docs/licenses.md does not list \(url)")
        }
    }

    @Test(arguments: ["libvips", "libdeflate", "GLib", "SQLite", "libpq", "libcurl", "swift-system"])
    func everyLibraryIsListed(name: String) throws {
        #expect(try Self.page().contains("| [\(name)]("))
    }

    @Test(arguments: ["django-imagekit", "PILKit", "BlurHash", "ThumbHash"])
    func everyModelHasItsNotice(name: String) throws {
        let notice = try Repository.text("NOTICE")
        #expect(notice.split(separator: "\n").contains { $0.hasPrefix(name) })
    }
}
