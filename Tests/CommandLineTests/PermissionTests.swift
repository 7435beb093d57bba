import Foundation
import Testing

/// Tests the permissions of the files that imagekit writes, and a cache folder that several users share.
@Suite struct PermissionTests {
    private static func mode(_ site: Site, _ name: String) -> String? {
        var status = stat()
        guard lstat(site.path(name), &status) == 0 else { return nil }
        return String(status.st_mode & 0o7777, radix: 8)
    }

    /// - Parameter settings: the members of the registry's settings.
    private static func site(_ settings: String) -> Site {
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media""# + settings,
                generators: #""t": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }"#
            )
        )
        site.writePhotos("a.png")
        return site
    }

    static let cases: [(settings: String, umask: String, file: String, folder: String)] = [
        ("", "077", "644", "700"), ("", "002", "644", "775"), ("", "000", "644", "777"),
        (#", "FILE_UPLOAD_PERMISSIONS": "0640", "FILE_UPLOAD_DIRECTORY_PERMISSIONS": "0o750""#, "000", "640", "750"),
        (#", "FILE_UPLOAD_PERMISSIONS": "664", "FILE_UPLOAD_DIRECTORY_PERMISSIONS": "775""#, "077", "664", "775"),
        (#", "FILE_UPLOAD_PERMISSIONS": "umask""#, "027", "640", "750"),
    ]

    @Test(arguments: cases) func cacheFilesAndTheirFolders(
        _ item: (settings: String, umask: String, file: String, folder: String)
    ) throws {
        let site = Self.site(item.settings)
        let script = """
            umask \(item.umask)
            "$IMAGEKIT" generateimages && "$IMAGEKIT" thumbnail 6x6 media/photos/a.png --path &&
            "$IMAGEKIT" process t media/photos/a.png --upload-to avatars/new --path
            """
        let result = try Shell.run(script, in: site)
        #expect(result.exitCode == 0, "\(result.errors)")
        let files = site.cacheFiles.keys.sorted().map { "media/CACHE/images/" + $0 }
        #expect(files.count == 2)
        for name in files + ["media/avatars/new/a.png"] { #expect(Self.mode(site, name) == item.file, "\(name)") }
        for name in ["media/CACHE/images", "media/CACHE/images/photos/a", "media/avatars", "media/avatars/new"] {
            #expect(Self.mode(site, name) == item.folder, "\(name)")
        }
        #expect(result.outputLines.last == site.path("media/avatars/new/a.png"))
    }

    @Test func renamedFilesGetFoldersWithTheSameMode() throws {
        let site = Self.site(#", "FILE_UPLOAD_DIRECTORY_PERMISSIONS": "0750""#)
        _ = try Shell.run("\"$IMAGEKIT\" generateimages", in: site)
        site.write(
            "specs.json",
            site.text("specs.json")!.replacing(
                "\"MEDIA_ROOT\"",
                with: "\"IMAGEKIT_SPEC_CACHEFILE_NAMER\": \"n/{stem}-{hash}.{ext}\", \"MEDIA_ROOT\""
            )
        )
        let result = try Shell.run("\"$IMAGEKIT\" generateimages -v", in: site)
        #expect(result.output.contains("(renamed)"), "\(result)")
        let name = try #require(site.cacheFiles.keys.first)
        let folder = "media/CACHE/images/" + (name as NSString).deletingLastPathComponent
        #expect(folder == "media/CACHE/images/n" && Self.mode(site, folder) == "750", "\(folder)")
    }

    @Test(arguments: ["644", "\"0999\"", "\"0044\"", "\"rw-r--r--\"", "\"10644\"", "true"]) func aWrongModeIsAMistake(
        _ value: String
    )
        async throws
    {
        let result = try await Self.site(", \"FILE_UPLOAD_PERMISSIONS\": \(value)").run("validate")
        #expect(result.exitCode == 65)
        #expect(
            result.errors.contains(
                "is not an octal mode with all permissions of the owner, such as \"0644\", or \"umask\""
            ),
            "\(result.errors)"
        )
    }

    // MARK: - Groups

    /// The files that all users of a folder write.
    private static let own = ["lock", "state.sqlite3", "tmp"]

    @Test func theStateOfASharedFolderIsShared() async throws {
        let site = Self.site("")
        site.makeFolder("media/CACHE/images")
        chmod(site.path("media/CACHE/images"), 0o2775)
        #expect(try Shell.run("umask 022; exec \"$IMAGEKIT\" generateimages", in: site).exitCode == 0)
        let folder = "media/CACHE/images/.imagekit"
        #expect(Self.mode(site, folder) == "2775")
        #expect(Self.own.map { Self.mode(site, folder + "/" + $0) } == ["660", "664", "2775"])
    }

    @Test func theStateOfAnUnsharedFolderIsPrivate() async throws {
        let site = Self.site("")
        #expect(try Shell.run("umask 022; exec \"$IMAGEKIT\" generateimages", in: site).exitCode == 0)
        #expect(Self.own.map { Self.mode(site, "media/CACHE/images/.imagekit/" + $0) } == ["600", "644", "755"])
    }

    private static func another(_ user: Int) -> String { "setpriv --reuid \(user) --regid 4321 --clear-groups" }

    /// Whether another user can run imagekit here.
    private static let canChangeUser: Bool = {
        guard geteuid() == 0 else { return false }
        return (try? Shell.run("exec \(another(4322)) \"$IMAGEKIT\" --version", in: Site()).exitCode) == 0
    }()

    @Test(.enabled(if: canChangeUser, "only root can run commands as another user")) func twoUsersOfAGroupTakeTurns()
        throws
    {
        let site = Self.site(#", "FILE_UPLOAD_DIRECTORY_PERMISSIONS": "0775""#)
        site.makeFolder("media/CACHE/images")
        chmod(site.path, 0o755)
        let script = """
            chgrp 4321 media/CACHE/images && chmod 2775 media/CACHE/images && umask 022
            \(Self.another(4322)) "$IMAGEKIT" generateimages || exit 1
            cp media/photos/a.png media/photos/b.png
            \(Self.another(4323)) "$IMAGEKIT" generateimages || exit 2
            cp media/photos/a.png media/photos/c.png
            \(Self.another(4322)) "$IMAGEKIT" generateimages --force || exit 3
            rm media/photos/b.png
            \(Self.another(4323)) "$IMAGEKIT" prune || exit 4
            """
        let result = try Shell.run(script, in: site)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(site.cacheFiles.count == 2)
    }
}
