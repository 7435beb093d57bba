#if os(Linux)
    import Foundation
    import Testing

    /// Tests of `imagekit watch --requests`, which makes the images that a Django site requests.
    @Suite struct RequestTests {
        private static let registry = Registries.registry(
            settings:
                #""MEDIA_ROOT": "media", "notify_django_cache": { "folder": "cache" }, "IMAGEKIT_SPOOL_DIR": "spool""#,
            generators:
                #""app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }"#
        )

        private static func site(_ registry: String = registry) -> Site {
            let site = Site(registry)
            site.write("media/photos/a.png", samplePNG(width: 40, height: 30))
            site.makeFolder("cache")
            return site
        }

        /// The name of the image, and the SHA-256 of the name.
        private static let image = (
            name: "CACHE/images/photos/a/cb34bd4c5b18068d0b6e62efcd59c49e.png",
            file: "6a426df7a436b86f5c2a8b2da04dd87a20da26c80479242b0248d4d1ce49edcf"
        )

        private func request(_ site: Site, _ name: String, _ file: String) {
            site.write("spool/\(file).tmp", name)
            rename(site.path("spool/\(file).tmp"), site.path("spool/\(file)"))
        }

        private func spooled(_ site: Site) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: site.path("spool")).sorted()
        }

        @Test func aRequestedImageIsMade() async throws {
            let site = Self.site()
            let watch = try await WatchSession.start(site, ["--requests"])
            request(site, Self.image.name, Self.image.file)
            let event = try await watch.next()
            #expect(event.event == "request" && event.name == Self.image.name && event.status == "made")
            #expect(PictureSize(of: site.read("media/" + Self.image.name) ?? []) == PictureSize(10, 8))
            #expect(try spooled(site) == [])
            #expect(try FileManager.default.contentsOfDirectory(atPath: site.path("cache")).count == 1)
            #expect(try await watch.stop().code == 143)
        }

        /// A request that was written before the command started is made too. The state of an image that exists is
        /// written.
        @Test func aWaitingRequestIsMade() async throws {
            let site = Self.site()
            #expect(try await site.run("generateimage", "app:small", "photos/a.png").exitCode == 0)
            for name in try FileManager.default.contentsOfDirectory(atPath: site.path("cache")) {
                try FileManager.default.removeItem(atPath: site.path("cache/\(name)"))
            }
            request(site, Self.image.name, Self.image.file)
            let watch = try await WatchSession.start(site, ["--requests"])
            #expect(try await watch.next().status == "made")
            #expect(try FileManager.default.contentsOfDirectory(atPath: site.path("cache")).count == 1)
            #expect(try await watch.stop().code == 143)
        }

        @Test(.enabled(if: OtherUser.canRun)) func aMissingPermissionIsReported() throws {
            let site = Self.site()
            let script =
                "chmod 755 . && mkdir -m 755 spool && exec \(OtherUser.command) \"$IMAGEKIT\" watch --requests --no-catch-up"
            let result = try Shell.run(script, in: site)
            #expect(result.exitCode == 1)
            let message =
                "error: cannot read and write in \(site.path("spool")): Permission denied; it belongs to root (0), but imagekit "
                + "runs as nobody (65534): run imagekit as the user of the Django site"
            #expect(result.errorLines.contains { $0.hasPrefix(message) }, "\(result.errors)")
        }

        /// The umask of the site is 077, so only its user can read its files.
        @Test(.enabled(if: OtherUser.canRun)) func aRequestThatCannotBeReadIsReportedAndStays() async throws {
            let site = Self.site()
            let other = "fea6d960798fc1b6cc6aaffeddacbe2dd5664b8ec4ac9aa209ef071159b05a2d"
            request(site, Self.image.name, Self.image.file)
            request(site, "CACHE/images/photos/a/0123456789abcdef0123456789abcdef.png", other)
            let modes = "chmod 755 . && chmod 777 spool && chmod 600 spool/\(Self.image.file)"
            #expect(try Shell.run(modes, in: site).exitCode == 0)
            let watch = try await WatchSession.start(site, ["--requests", "--no-catch-up"], as: OtherUser.command)
            #expect(try await watch.next().status == "refused")
            #expect(try spooled(site) == [Self.image.file, other + ".refused"])
            #expect(try await watch.stop().code == 143)
            let path = site.path("spool/" + Self.image.file)
            let message =
                "error: cannot read \(path): Permission denied; \(path) belongs to root (0), but imagekit runs as nobody "
                + "(65534): run imagekit as the user of the Django site"
            let errors = site.text("stderr") ?? ""
            #expect(errors.split(separator: "\n").filter { $0.hasPrefix(message) }.count == 1, "\(errors)")
        }

        @Test func otherImagesAreRefused() async throws {
            let site = Self.site()
            let name = "CACHE/images/photos/a/0123456789abcdef0123456789abcdef.png"
            let file = "fea6d960798fc1b6cc6aaffeddacbe2dd5664b8ec4ac9aa209ef071159b05a2d"
            site.write("spool/\(file).refused", name)
            let watch = try await WatchSession.start(site, ["--requests"])
            #expect(try spooled(site) == [])
            request(site, name, file)
            #expect(try await watch.next().status == "refused")
            #expect(try spooled(site) == [file + ".refused"])
            #expect(try await watch.stop().code == 143)
        }

        /// A file whose name is not the digest of its content is deleted, and a name outside of the cache folder too.
        @Test func aFileThatIsNoRequestIsDeleted() async throws {
            let site = Self.site()
            request(site, Self.image.name, String(repeating: "0", count: 64))
            request(site, "photos/a.png", "ed1f6ae858570d0f42403c14f137cffdb7266c502a3fc51ba979f40c64bb6768")
            let watch = try await WatchSession.start(site, ["--requests"])
            request(site, Self.image.name, Self.image.file)
            #expect(try await watch.next().name == Self.image.name)
            #expect(try spooled(site) == [])
            #expect(try await watch.stop().code == 143)
        }

        /// A registry with a source group whose list does not exist.
        /// - Parameter members: members of the generator `app:small`.
        private static func brokenRegistry(_ members: String) -> String {
            """
            {
                "settings": {
                    "MEDIA_ROOT": "media", "notify_django_cache": { "folder": "cache" }, "IMAGEKIT_SPOOL_DIR": "spool"
                },
                "source_groups": {
                    "broken": { "list": "missing.txt" },
                    "photos": { "glob": ["photos/**/*.png"] }
                },
                "generators": {
                    "app:broken": { "source": "broken", "format": "PNG" },
                    "app:small": { "source": "photos", \(members), "format": "PNG" }
                }
            }
            """
        }

        /// A source group that cannot be read delays only requests whose sources can be in this group. These requests
        /// stay in the folder.
        @Test func aSourceGroupThatCannotBeReadDelaysNoOtherImage() async throws {
            let site = Self.site()
            #expect(try await site.run("generateimage", "app:small", "photos/a.png").exitCode == 0)
            site.write("specs.json", Self.brokenRegistry(#""processors": [{ "Thumbnail": [10, 8] }]"#))
            let other = "fea6d960798fc1b6cc6aaffeddacbe2dd5664b8ec4ac9aa209ef071159b05a2d"
            request(site, "CACHE/images/photos/a/0123456789abcdef0123456789abcdef.png", other)
            request(site, Self.image.name, Self.image.file)
            let watch = try await WatchSession.start(site, ["--requests"])
            let event = try await watch.next()
            #expect(event.event == "request" && event.name == Self.image.name && event.status == "made")
            #expect(try spooled(site) == [other])
            // This request is read after the search for the other image has failed.
            request(site, Self.image.name, Self.image.file)
            #expect(try await watch.next().name == Self.image.name)
            #expect(try await watch.stop().code == 143)
            #expect(site.text("stderr")?.contains("missing.txt") == true)
        }

        /// The name does not suggest its source, and the state does not know the image. The other request needs the group
        /// that cannot be read.
        @Test func aSourceGroupThatCannotBeReadDelaysNoSearch() async throws {
            let site = Self.site(Self.brokenRegistry(#""cachefile_namer": "hash""#))
            site.write("missing.txt", "")
            let made = try await site.run("generateimages", "app:small", "--log-format", "json")
            let name = try #require(try made.events().compactMap(\.name).first)
            _ = try Shell.run("rm -r missing.txt media/CACHE/images/.imagekit", in: site)
            #expect(name.split(separator: "/").count == 3)
            let digest = try Shell.run("printf %s '\(name)' | sha256sum", in: site).output.prefix(64)
            let other = "fea6d960798fc1b6cc6aaffeddacbe2dd5664b8ec4ac9aa209ef071159b05a2d"
            request(site, "CACHE/images/photos/a/0123456789abcdef0123456789abcdef.png", other)
            request(site, name, String(digest))
            let watch = try await WatchSession.start(site, ["--requests"])
            let event = try await watch.next()
            #expect(event.event == "request" && event.name == name && event.status == "made")
            #expect(try spooled(site) == [other])
            #expect(try await watch.stop().code == 143)
        }

        @Test func aFailureIsReported() async throws {
            let site = Self.site()
            site.write("media/photos/a.png", "no picture")
            request(site, Self.image.name, Self.image.file)
            let watch = try await WatchSession.start(site, ["--requests"])
            let event = try await watch.next()
            #expect(event.status == "failed" && event.error?.message.contains("not an image") == true)
            #expect(try spooled(site) == [])
            #expect(try await watch.stop().code == 143)
        }

        /// Sources are still watched.
        @Test func savedSourcesAreMadeToo() async throws {
            let optimistic = Self.registry.replacing(
                #""MEDIA_ROOT""#,
                with: #""IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic", "MEDIA_ROOT""#,
                maxReplacements: 1
            )
            let site = Self.site(optimistic)
            let watch = try await WatchSession.start(site, ["--requests", "--settle", "0.02"])
            let made = try await watch.images(1)[0]
            #expect(made.source == "photos/a.png" && made.status == "generated")
            #expect(try await watch.stop().code == 143)
        }

        @Test func withoutRequestsAStrategyIsNeeded() async throws {
            let site = Self.site()
            #expect(try await site.run("watch").exitCode == 64)
        }
    }
#endif
