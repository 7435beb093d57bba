import Foundation
import Testing

/// Tests of disks, folders, and states that cannot be written.
@Suite struct UnwritableDiskTests {
    private static let mount =
        "mount --bind media/CACHE media/CACHE && mount -o remount,bind,ro media/CACHE || exit 99"

    private static let another = "setpriv --reuid 65534 --regid 65534 --clear-groups"

    /// Whether another user can run imagekit here.
    private static let canChangeUser: Bool = {
        guard geteuid() == 0 else { return false }
        let site = Site()
        return (try? Shell.run("exec \(another) \"$IMAGEKIT\" --version", in: site).exitCode) == 0
    }()

    @Test(.enabled(if: Shell.canMount, "only root can mount file systems")) func aReadOnlyDiskEndsTheRunWithOneLine()
        async throws
    {
        let site = try await StateTests.madeSite()
        site.writePhotos("new.png", "newer.png")
        let before = site.snapshotOfCache
        let result = try Shell.run("\(Self.mount)\nexec \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.exitCode == 1)
        #expect(result.errorLines.count == 1)
        #expect(
            result.errors.hasPrefix("error: cannot use the state \(site.path(StateTests.state)): Read-only file system")
        )
        #expect(result.errors.hasSuffix(" (4 images left); mount the disk for writing and run again\n"))
        #expect(site.snapshotOfCache == before)
    }

    /// The run succeeds although it cannot write the state, because the state then lacks only new times and known
    /// failures of sources.
    @Test(
        .enabled(if: Shell.canMount, "only root can mount file systems"),
        arguments: ["generateimages", "thumbnail 10x8 a.png"]
    )
    func nothingToMakeIsFineOnAReadOnlyDisk(_ command: String) async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        _ = try await site.generate()
        _ = try await site.run("thumbnail", "10x8", "photos/a.png")
        let touched = Date.now.addingTimeInterval(-3600)
        for name in ["a.png", "b.png"] {
            let path = site.path("media/photos/\(name)")
            try FileManager.default.setAttributes([.modificationDate: touched], ofItemAtPath: path)
        }
        let before = site.snapshotOfCache
        let result = try Shell.run("\(Self.mount)\ncd media/photos && exec \"$IMAGEKIT\" \(command)", in: site)
        #expect(result.exitCode == 0)
        #expect(result.errors == "")
        #expect(site.snapshotOfCache == before)
    }

    @Test(.enabled(if: Shell.canMount, "only root can mount file systems"))
    func aFirstRunOnAReadOnlyDiskEndsWithOneLine()
        throws
    {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        site.makeFolder("media/CACHE")
        let result = try Shell.run("\(Self.mount)\nexec \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.exitCode == 1)
        let folder = site.path("media/CACHE/images")
        #expect(
            result.errors
                == "error: cannot make the folder \(folder): Read-only file system (4 images left); mount the disk for writing "
                + "and run again\n"
        )
    }

    /// When the first image does not fit, the run ends and starts no other image.
    @Test(.enabled(if: Shell.canMount, "only root can mount file systems")) func aFullDiskEndsTheRunAtOnce()
        async throws
    {
        let site = Site(Registries.oneGenerator)
        for index in 0..<20 { site.writePhotos("\(index).png", width: 300, height: 300) }
        site.write(
            "specs.json",
            Registries.registry(
                generators: #""t": { "source": "photos", "processors": [{ "Resize": [300, 300] }], "format": "BMP" }"#
            )
        )
        let environment = site.installFakeWorker()
        let variables = environment.map { "\($0)='\($1)'" }.joined(separator: " ")
        let result = try Shell.run(
            """
            mkdir -p media/CACHE && mount -t tmpfs -o size=600k tmpfs media/CACHE || exit 99
            exec env \(variables) "$IMAGEKIT" generateimages --jobs 1
            """,
            in: site
        )
        #expect(result.exitCode == 1)
        #expect(result.errorLines.count == 1, "\(result.errors)")
        #expect(result.errors.contains(/No space left on device.* \(\d+ images left\); free space and run again\n$/))
        // Each image has 270 kB.
        #expect(site.takeJobs().count <= 3)
    }

    @Test(.enabled(if: Shell.canMount, "only root can mount file systems")) func clearMakesSpaceOnAFullDisk() throws {
        let site = Site(Registries.oneGenerator)
        for index in 0..<40 { site.writePhotos("\(index).png") }
        let result = try Shell.run(
            """
            mkdir -p media/CACHE && mount -t tmpfs -o size=600k tmpfs media/CACHE || exit 99
            "$IMAGEKIT" generateimages || exit 98
            cat /dev/zero >media/CACHE/zeros 2>zeros.txt
            exec "$IMAGEKIT" clear '**'
            """,
            in: site
        )
        #expect(result.exitCode == 0, "\(result)")
        #expect(result.errors == "deleted 40 files\n", "\(result)")
    }

    /// The state of shard 1 of 2 is not merged, because another process holds the lock.
    @Test(.enabled(if: Shell.canMount, "only root can mount file systems"))
    func theStateOfAnotherShardOnAReadOnlyDiskEndsTheRunWithOneLine() async throws {
        let site = try await StateTests.madeSite()
        let result = try Shell.run(
            """
            lock=media/CACHE/images/.imagekit/lock
            flock --shared $lock "$IMAGEKIT" generateimages --force --shard 1/2 || exit 98
            \(Self.mount)
            exec "$IMAGEKIT" generateimages --shard 1/3
            """,
            in: site
        )
        #expect(result.exitCode == 1, "\(result)")
        #expect(result.errorLines.count == 1, "\(result)")
        #expect(result.errors.hasSuffix("; mount the disk for writing and run again\n"), "\(result)")
    }

    @Test(.enabled(if: canChangeUser, "only root can run commands as another user"))
    func missingPermissionNamesTheCommand()
        async throws
    {
        let site = Site()
        site.writePhotos("a.png")
        _ = try await site.generate()
        site.writePhotos("a.png", "b.png")
        chmod(site.path, 0o755)
        let folder = site.path("media/CACHE/images")
        let user = try Shell.run("\(Self.another) id -un", in: site).output.split(separator: "\n").joined()
        let result = try Shell.run("exec \(Self.another) \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.exitCode == 1)
        #expect(result.errorLines.count == 1, "\(result.errors)")
        #expect(result.errors.contains("Permission denied") && result.errors.contains(" (2 images left); "))
        let remedy = "belongs to root (0), but imagekit runs as \(user) (65534): run sudo chown -R \(user) \(folder)\n"
        #expect(result.errors.contains("; \(folder)/.imagekit/") && result.errors.hasSuffix(remedy), "\(result.errors)")

        // If no cache folder exists, the message names only the folder that must get another owner.
        let other = Site()
        other.writePhotos("a.png")
        chmod(other.path, 0o755)
        let first = try Shell.run("exec \(Self.another) \"$IMAGEKIT\" generateimages", in: other)
        let wanted = other.path("media/CACHE/images")
        #expect(
            first.errors.hasSuffix(
                "\(other.path("media")) belongs to root (0), but imagekit runs as \(user) (65534): run sudo mkdir -p \(wanted) && "
                    + "sudo chown \(user) \(wanted)\n"
            )
        )
    }

    /// The sources in `MEDIA_ROOT` keep their owner.
    @Test(.enabled(if: canChangeUser, "only root can run commands as another user"))
    func onlyTheFolderOfUploadsGetsAnotherOwner() throws {
        let site = Site()
        site.writePhotos("a.png")
        chmod(site.path, 0o755)
        let command = "process app:small media/photos/a.png --upload-to avatars"
        let result = try Shell.run("exec \(Self.another) \"$IMAGEKIT\" \(command)", in: site)
        let folder = site.path("media/avatars")
        #expect(result.errors.contains("run sudo mkdir -p \(folder) && sudo chown "), "\(result)")
        #expect(result.errors.hasSuffix(" \(folder)\n"), "\(result)")
    }
}

extension Site {
    fileprivate var snapshotOfCache: TreeSnapshot { TreeSnapshot(of: path("media/CACHE")) }
}
