import Foundation
import Testing

/// If a run fails, `doctor` reports the reason and exits with 1.
@Suite struct DoctorErrorTests {
    private func errors(_ result: CommandResult) -> [String] {
        #expect(result.exitCode == 1, "\(result.output)")
        return result.outputLines.filter { $0.hasPrefix("error ") }
    }

    @Test(arguments: [
        (#"{ "glob": "none/*.png" }"#, "media/none does not exist"), (#"{ "list": "none.txt" }"#, "none.txt"),
        (#"{ "sqlite": "none.sqlite3", "query": "SELECT 1" }"#, "none.sqlite3"),
    ])
    func sourcesThatCannotBeRead(group: String, message: String) async throws {
        let site = Site(Registries.registry(photos: group, generators: SourceGroupTests.generator))
        site.makeFolder("media")
        #expect(try await site.run("generateimages").exitCode != 0)
        let result = try await site.run("doctor")
        let found = errors(result)
        #expect(found.count == 1 && found[0].contains(message), "\(found)")
        let json = try await site.run("doctor", "--json")
        #expect(json.exitCode == 1 && json.output.contains(#""errors":["source group \"photos\": "#), "\(json.output)")
    }

    @Test func theStateIsAFolder() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let state = "media/CACHE/images/.imagekit/state.sqlite3"
        site.makeFolder(state)
        #expect(try await site.run("generateimages").exitCode == 1)
        let found = errors(try await site.run("doctor"))
        #expect(found.count == 1 && found[0].contains("\(site.path(state)) is a folder"), "\(found)")
    }

    @Test(arguments: ["media/CACHE/images", "media/CACHE"]) func theCacheFolderIsAFile(_ file: String) async throws {
        let site = Site()
        site.writePhotos("a.png")
        site.write(file, "")
        #expect(try await site.run("generateimages").exitCode == 1)
        let found = errors(try await site.run("doctor"))
        #expect(found.count == 1 && found[0].contains("\(site.path(file)) is a file"), "\(found)")
    }

    @Test(.enabled(if: OtherUser.canRun, "only root can run commands as another user"))
    func theStateBelongsToAnotherUser() async throws {
        let site = Site()
        site.writePhotos("a.png")
        #expect(try await site.run("generateimages").exitCode == 0)
        // The user may write in the folders, but not to the files that root wrote.
        let folder = site.path("media/CACHE/images")
        _ = try Shell.run("chmod 755 .; chown 65534 \(folder) \(folder)/.imagekit \(folder)/.imagekit/tmp", in: site)
        let before = TreeSnapshot(of: site.path("media"))
        let found = errors(try Shell.run("exec \(OtherUser.command) \"$IMAGEKIT\" doctor", in: site))
        #expect(found.count == 1 && found[0].contains("\(folder)/.imagekit/lock"), "\(found)")
        #expect(found[0].contains("belongs to root (0)") && found[0].hasSuffix(" \(folder)"), "\(found)")
        #expect(TreeSnapshot(of: site.path("media")) == before, "doctor writes nothing")

        // In the other direction, root does not use the state of the user.
        _ = try Shell.run("chown -R 65534 media/CACHE", in: site)
        let refusal = errors(try await site.run("doctor"))
        #expect(refusal.count == 1 && refusal[0].contains("root does not use the state"), "\(refusal)")
        #expect(refusal[0].contains(": run sudo -u nobody imagekit …, or set IMAGEKIT_SAFE_FOLDERS="))
    }

    @Test(.enabled(if: OtherUser.canRun, "only root can run commands as another user"))
    func theRemedyIsThatOfARun() throws {
        let site = Site()
        site.writePhotos("a.png")
        chmod(site.path, 0o755)
        let run = try Shell.run("exec \(OtherUser.command) \"$IMAGEKIT\" generateimages", in: site)
        let found = errors(try Shell.run("exec \(OtherUser.command) \"$IMAGEKIT\" doctor", in: site))
        let remedy = try #require(run.errorLines.first?.split(separator: "; ").last)
        #expect(remedy.contains("run sudo mkdir -p \(site.path("media/CACHE/images")) && sudo chown "))
        #expect(found.count == 1 && found[0].hasSuffix("; \(remedy)"), "\(found)")
    }
}
