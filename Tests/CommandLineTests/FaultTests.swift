import Foundation
import Testing

/// A fault of the machine, or a change of a source during a run, affects only the images concerned, and the run reports
/// it.
@Suite struct FaultTests {
    // MARK: - Sources that change during a run

    /// Commands that change the source before or after the worker reads it (`work`), each with the expected error code.
    static let changes = [
        ("rm \"$file\"; work", "missing-source"), ("work; rm \"$file\"", "changed-source"),
        ("cp other.png \"$file\"; work", "changed-source"), ("work; cp other.png \"$file\"", "changed-source"),
        ("work; mv other.png \"$file\"", "changed-source"), ("printf more >> \"$file\"; work", "changed-source"),
        ("work; printf more >> \"$file\"", "changed-source"),
    ]

    /// The state must record only content that the worker has read completely. So a source that changes during its job
    /// fails, and the next run makes its image.
    @Test(arguments: changes) func aSourceThatChangesIsMadeAgain(_ change: String, _ code: String) async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png", "b.png")
        site.write("other.png", samplePNG(width: 40, height: 30, seed: 6))
        site.makeExecutable(
            "worker",
            """
            #!/bin/sh
            file=media/photos/a.png
            while IFS= read -r job; do
                work() { answer=$(printf '%s\\n' "$job" | "$REAL"); }
                case $job in *a.png*) \(change) ;; *) work ;; esac
                printf '%s\\n' "$answer"
            done
            """
        )
        let worker = ["IMAGEKIT_WORKER": site.path("worker"), "REAL": Executables.worker]
        let result = try await site.generate("--jobs", "1", environment: worker)
        #expect(result.exitCode == 1)
        #expect(try result.images().map(\.error?.code) == [code, nil])

        site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 8))
        #expect(try await site.generate().exitCode == 0)
        let clean = Site(Registries.oneGenerator)
        clean.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 8))
        clean.write("media/photos/b.png", samplePNG(width: 40, height: 30, seed: 1))
        _ = try await clean.generate()
        #expect(site.cacheFiles == clean.cacheFiles)
    }

    // MARK: - Clocks

    /// A modification time in the future or before 1970 does not prove that a source is unchanged, so imagekit compares
    /// the content. A run with nothing to do writes nothing.
    @Test(arguments: [4_102_444_800.0, -1_000_000_000]) func impossibleTimesProveNothing(_ seconds: Double) async throws
    {
        let site = Site(Registries.oneGenerator)
        func write(seed: Int) throws {
            site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: seed))
            let date = Date(timeIntervalSince1970: seconds)
            try FileManager.default.setAttributes(
                [.modificationDate: date],
                ofItemAtPath: site.path("media/photos/a.png")
            )
        }
        try write(seed: 1)
        #expect(try await site.generate().summary()?.generated == 1)
        #expect(try await site.generate().summary()?.fresh == 1)
        let before = site.snapshot
        #expect(try await site.generate().summary()?.fresh == 1)
        #expect(site.snapshot == before)
        try write(seed: 2)
        #expect(try await site.generate().images().map(\.reason) == ["source-changed"])
    }

    // MARK: - State

    @Test func flippedBitsOfTheStateGiveNoWrongAnswer() async throws {
        let site = try await StateTests.madeSite()
        _ = try await site.generate("--manifest", "images.json")
        let (whole, truth, files) = (
            try #require(site.read(StateTests.state)), site.text("images.json"), site.cacheFiles
        )
        for offset in stride(from: 100, to: whole.count, by: whole.count / 12) {
            var damaged = whole
            for byte in offset..<min(offset + 8, whole.count) { damaged[byte] ^= 4 }
            site.write(StateTests.state, damaged)
            let result = try await site.generate("--manifest", "images.json")
            #expect(result.exitCode == 0 && result.errors == "", "byte \(offset): \(result.errors)")
            #expect(site.text("images.json") == truth && site.cacheFiles == files, "byte \(offset)")
        }
    }

    // MARK: - Limits of the system and full disks

    @Test func aLimitOfFileSizesIsReported() async throws {
        let site = try await StateTests.madeSite()
        let before = site.cacheFiles
        site.writePhotos("a.png", "b.png", "c.png")
        let result = try Shell.run("ulimit -f 4; exec \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.exitCode == 1, "\(result.errors)")
        #expect(result.errors.contains(site.path(StateTests.state)) && result.errors.contains("File too large"))
        #expect(result.errors.contains("; raise the limit of file sizes (ulimit -f) and run again"))
        #expect(site.cacheFiles == before)
        #expect(try await site.generate().summary()?.generated == 2)
    }

    /// The stack of each thread has the size of `ulimit -s`, so the process has no address space for more threads.
    /// imagekit must detect this itself, because libdispatch waits forever for a thread that does not start.
    @Test(arguments: ["validate", "generateimages", "formats"])
    func withoutRoomForThreadsItEndsWithAMessage(_ command: String) throws {
        let site = Site()
        let script = "ulimit -s 1000000 && ulimit -v 5000000 && exec \"$IMAGEKIT\" \(command)"
        let result = try Shell.run(script, in: site)
        #expect(result.exitCode == 1)
        #expect(
            result.errors.hasPrefix("error: cannot start a thread (Resource temporarily unavailable): raise the limit")
        )
    }

    @Test func fewDescriptorsAreEnough() async throws {
        let site = Site(Registries.oneGenerator)
        for offset in 0..<60 {
            site.write("media/photos/\(offset)/a.png", samplePNG(width: 20, height: 20, seed: offset))
        }
        let result = try Shell.run("ulimit -n 64; exec \"$IMAGEKIT\" generateimages --jobs 3", in: site)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(site.cacheFiles.count == 60)
    }

    /// A run with too few file descriptors must not deadlock while it holds the lock.
    @Test func tooFewDescriptorsAreReported() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        let result = try Shell.run("ulimit -n 32; exec \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.exitCode == 1)
        #expect(
            result.errors.contains(
                "the limit of open files (ulimit -n) is 32, too low for a worker: raise it to 44 or more"
            )
        )
        let many = try Shell.run("ulimit -n 44; exec \"$IMAGEKIT\" generateimages --jobs 64", in: site)
        #expect(many.exitCode == 0, "\(many.errors)")
    }

    /// The arguments are the free kilobytes on the file system. With the smallest number, the state does not fit. With
    /// the largest number, some of the images fit.
    @Test(.enabled(if: Shell.canMount, "only root can mount file systems"), arguments: [4, 16, 28, 40, 52, 76])
    func aFullDiskLeavesNoIncompleteFile(kilobytes: Int) async throws {
        let site = try await StateTests.madeSite()
        let before = site.cacheFiles
        for offset in 0..<12 {
            site.write("media/photos/\(offset).png", samplePNG(width: 300, height: 300, seed: offset))
        }
        let result = try Shell.run(
            """
            mv media/CACHE old && mkdir media/CACHE && mount -t tmpfs -o size=1m tmpfs media/CACHE || exit 99
            cp -a old/. media/CACHE && rm -r old
            mount -o remount,size=$(($(df -k --output=used media/CACHE | tail -1) + \(kilobytes)))k media/CACHE
            "$IMAGEKIT" generateimages; code=$?
            mkdir kept && cp -a media/CACHE/. kept && umount media/CACHE && cp -a kept/. media/CACHE
            exit $code
            """,
            in: site
        )
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("No space left on device"), "\(result.errors)")
        #expect(!result.errors.contains("signal"))
        let left = site.cacheFiles
        for (name, bytes) in before { #expect(left[name] == bytes) }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: site.path("media/CACHE/images/.imagekit/tmp")) == []
        )
        // Existing images are complete. With enough space, the missing images are made, and no file is damaged.
        #expect(try await site.generate("--verify").exitCode == 0)
        for (name, bytes) in left { #expect(site.cacheFiles[name] == bytes) }
        #expect(site.cacheFiles.count == 28)
    }

    /// libvips compiles code for the filter. A worker without a confinement could map this code from a file in `HOME`.
    @Test(.enabled(if: Shell.canMount, "only root can mount file systems"))
    func aFullHomeFolderEndsNoWorker() async throws {
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media", "sandbox": "off""#,
                generators: """
                    "app:soft": {
                        "source": "photos", "processors": [{ "vips": ["gaussblur", { "sigma": 3 }] }], "format": "PNG"
                    }
                    """
            )
        )
        site.writePhotos("a.png")
        site.makeFolder("home")
        let result = try Shell.run(
            """
            mount -t tmpfs tmpfs /dev/shm && mount -t tmpfs -o size=64k tmpfs home || exit 99
            dd if=/dev/zero of=home/full bs=4k 2>dd
            HOME="$PWD/home" exec "$IMAGEKIT" generateimages
            """,
            in: site
        )
        #expect(result.exitCode == 0, "\(result.errors)")
    }

    @Test(.enabled(if: Shell.canMount, "only root can mount file systems"))
    func aReadOnlyCacheFolderIsReported() async throws {
        let site = try await StateTests.madeSite()
        let before = site.cacheFiles
        let mount = "mount --bind media/CACHE media/CACHE && mount -o remount,bind,ro media/CACHE || exit 99"
        let idle = try Shell.run("\(mount)\nexec \"$IMAGEKIT\" generateimages", in: site)
        #expect(idle.exitCode == 0, "\(idle.errors)")
        site.writePhotos("a.png", "b.png", "c.png")
        let result = try Shell.run("\(mount)\nexec \"$IMAGEKIT\" generateimages", in: site)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("Read-only file system") && result.errors.contains(site.path("media/CACHE")))
        #expect(site.cacheFiles == before)
    }
}
