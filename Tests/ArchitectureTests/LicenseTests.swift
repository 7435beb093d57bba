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

    /// Checks the packages that the listed packages depend on. SwiftPM writes their names when it resolves them.
    @Test func everyResolvedPackageIsListed() throws {
        let pins = try Repository.text("Package.resolved").matches(of: /"location" : "([^"]+?)(?:\.git)?"/)
        let packages = pins.map { String($0.1) }
        #expect(packages.count > 10)
        // No executable contains these packages: Spectre is for the tests of Stencil, and swift-asn1 is for parts of
        // swift-crypto that ImageKit does not use.
        for url in packages where !url.hasSuffix("/Spectre") && !url.hasSuffix("/swift-asn1") {
            #expect(try Self.page().contains("](\(url))"), "Docs/licenses.md does not list \(url)")
        }
    }

    /// The licenses of static libraries require that each copy of an executable comes with their texts.
    @Test func everyStaticLibraryHasItsNotice() throws {
        let rule = String(repeating: "-", count: 78)
        let text = try Repository.text("THIRD-PARTY-NOTICES")
        let notices = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The names follow a line of dashes, and an empty line follows the names.
        let names = notices.split { $0 == rule }.dropFirst().flatMap { $0.prefix { !$0.isEmpty } }.map(String.init)
        let rows = try Self.page().matches(of: /\| \[([^\]]+)\]\([^)]+\)([^|]*)\|[^|]+\| static/)
        #expect(rows.count > 10)
        for row in rows {
            #expect(names.contains { $0.hasPrefix(row.1) }, "THIRD-PARTY-NOTICES does not contain \(row.1)")
            let part = row.2.firstMatch(of: /with (llhttp|LibYAML)/)
            #expect(part.map { names.contains(String($0.1)) } ?? true)
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
