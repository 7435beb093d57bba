import Foundation
import Testing

@testable import Operations
@testable import Registry

/// Tests of `--upload-to`, which works like Django's `upload_to`.
@Suite struct UploadFolderTests {
    private let site = Site()

    private func folder(_ pattern: String, at time: Int = 0) throws -> UploadFolder {
        try UploadFolder(pattern, at: time, try site.registry().settings)
    }

    private func reason(_ pattern: String) -> String {
        do { return "\(try folder(pattern).name) is a folder" } catch { return "\(error)" }
    }

    @Test(arguments: [0, 1_000_036_800, 4_102_444_799]) func fieldsOfTheDateAreFilledIn(_ time: Int) throws {
        // The date is in local time, as in Django.
        let date = Date(timeIntervalSince1970: Double(time))
        let parts = Calendar.current.dateComponents([.year, .month, .day], from: date)
        let expected = String(format: "a/%04d/%02d/%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        #expect(try folder("a/%Y/%m/%d/", at: time).name == expected)
    }

    @Test func namesAreNormalized() throws {
        #expect(try folder("").name == "" && folder("").path == site.folder.path)
        #expect(try folder("a//b/./c").name == "a/b/c")
        #expect(try folder("a\\b").name == "a/b")
        #expect(try folder("a/b").name(of: "x.gif") == "a/b/x.gif" && folder("").name(of: "x.gif") == "x.gif")
    }

    @Test func theNearestExistingFolderIsFound() throws {
        #expect(try folder("photos/new/deep").existing == site.folder.path("photos"))
        #expect(try folder("new/deep").existing == site.folder.path)
    }

    @Test func foldersOutsideAreRefused() throws {
        site.folder.link("away", to: "/tmp")
        for pattern in ["/tmp/x", "../x", "a/../../x", "away/x", "a\\..\\..\\x"] {
            #expect(reason(pattern).hasPrefix("--upload-to \(pattern): it leads out of MEDIA_ROOT"))
        }
        site.folder.link("album", to: "photos")
        #expect(try folder("album/x").existing == site.folder.path("album"))
    }

    @Test func theCacheFolderIsRefused() throws {
        for pattern in ["CACHE/images", "CACHE/images/x"] {
            #expect(reason(pattern).contains("is in the cache folder"))
        }
        site.folder.makeFolder("CACHE/images")
        site.folder.link("way", to: "CACHE/images")
        #expect(reason("way/in").contains("is in the cache folder"))
        #expect(try folder("CACHE/other").name == "CACHE/other")
    }

    @Test func aMissingMediaRootIsRefused() {
        let error = #expect(throws: UploadError.self) {
            try UploadFolder("a", at: 0, Settings(mediaRoot: "/nowhere/media"))
        }
        #expect(error?.description == "cannot read MEDIA_ROOT /nowhere/media: No such file or directory")
    }
}
