import Foundation
import Testing

/// A message about a path that cannot be read because of its permissions contains the owner, the user, and a command.
@Suite struct UnreadablePathTests {
    /// Each case is a path that the user may not read, and the missing permission.
    @Test(
        .enabled(if: OtherUser.canRun, "only root can run commands as another user"),
        arguments: [
            ("specs.json", "r"), ("media/photos", "rx"), ("media/photos/a.png", "r"), ("media", "rx"),
        ]
    )
    func aMessageNamesOwnerUserAndCommand(path: String, permission: String) throws {
        let site = Site()
        site.writePhotos("a.png")
        site.makeFolder("media/CACHE/images")
        _ = try Shell.run("chmod 755 .; chown -R 65534 media/CACHE; chmod go= \(path)", in: site)
        let result = try Shell.run("exec \(OtherUser.command) \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.exitCode != 0)
        let full = site.path(path)
        let remedy =
            "; \(full) belongs to root (0), but imagekit runs as nobody (65534): run sudo chmod a+\(permission) \(full)"
        #expect(result.errors.contains("Permission denied\(remedy)"), "\(result.errors)")
    }

    @Test(.enabled(if: OtherUser.canRun, "only root can run commands as another user"))
    func aMessageAboutAListNamesTheCommand() throws {
        let site = Site(
            Registries.registry(photos: #"{ "list": "names.txt" }"#, generators: SourceGroupTests.generator)
        )
        site.writePhotos("a.png")
        site.write("names.txt", "photos/a.png\n")
        _ = try Shell.run("chmod 755 .; chmod go= names.txt", in: site)
        let result = try Shell.run("exec \(OtherUser.command) \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.errors.contains("sudo chmod a+r \(site.path("names.txt"))"), "\(result.errors)")
    }
}
