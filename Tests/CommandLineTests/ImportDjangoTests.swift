import Testing

/// Tests of `imagekit import-django` with a fake Python. `make test-django` uses a real site.
@Suite struct ImportDjangoTests {
    private static let answer = #"""
        {
            "settings": { "MEDIA_ROOT": "media", "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT": null },
            "storages": {},
            "source_groups": { "shop.Book.cover": { "files": ["covers/sea.jpg"] } },
            "generators": {
                "shop:icon": {
                    "entry": { "source": ["shop.Book.cover"], "processors": [{ "ResizeToFill": { "width": 100, "height": 50 } }], "format": "JPEG", "options": { "quality": 60 } },
                    "names": { "photos/bulldog.jpg": "NAME" }
                }
            },
            "left_out": [{ "name": "shop:odd", "reason": "the processor shop.Sepia is the project's own" }],
            "gone_groups": [],
            "addresses": { "DATABASE_URL": "postgresql://site@db/site" }
        }
        """#
    /// The name that django-imagekit 6.1.1 computes for the image of `shop:icon`.
    private static let name = "CACHE/images/photos/bulldog/80c2e579ab85b84de761e5480570bb2c.jpg"

    private func site(answer: String = answer, name: String = name, registry: String? = nil) -> Site {
        let site = Site(registry)
        site.makeFolder("project")
        let said = answer.replacing("NAME", with: name)
        site.makeExecutable("python", "#!/bin/sh\ncat <<'END'\n\(said)\nEND\n")
        return site
    }

    private func importing(_ site: Site, _ arguments: String...) async throws -> CommandResult {
        let command = ["import-django", "--project", "project", "--python", "./python", "-o", "specs.json"]
        return try await site.run(command + arguments) { _ in }
    }

    /// The registry is next to `manage.py`, in the nearest parent folder that has a `manage.py`.
    @Test func findsManagePyAndWritesNextToIt() async throws {
        let site = site()
        site.write("project/manage.py", "")
        site.makeFolder("project/shop/templates")
        let python = site.path("python")
        let result = try await site.run("import-django", "--python", python, in: "project/shop/templates")
        #expect(result.output.hasPrefix(site.path("project/specs.json") + ": written: 1 generator"), "\(result)")
        #expect(site.text("project/specs.json")?.contains("shop:icon") == true)
        let named = try await site.run("import-django", "--project", "project", "--python", python)
        #expect(named.output.hasPrefix(site.path("project/specs.json") + ": unchanged: 1 generator"))
    }

    @Test func withoutManagePyTheProjectMustBeNamed() async throws {
        let result = try await site().run("import-django")
        #expect(result.exitCode == 64 && result.errors.contains("There is no manage.py here or in any parent folder"))
        #expect(result.errors.contains("Usage: imagekit import-django ["))
    }

    @Test func theBucketOfTheSiteIsImported() async throws {
        let options = #"{ "s3://bucket/site": { "endpoint": "http://localhost:9", "acl": "private" } }"#
        let registry = #"{ "storages": { "s3://bucket/site": { "acl": "public-read", "keep_local": true } } }"#
        let answer = Self.answer.replacing(#""storages": {}"#, with: "\"storages\": \(options)")
            .replacing(#""MEDIA_ROOT": "media","#, with: #""IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket/site","#)
        let site = site(answer: answer, registry: registry)
        _ = try await importing(site)
        let text = try #require(site.text("specs.json"))
        #expect(text.contains(#""IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket/site""#), "\(text)")
        #expect(text.contains(#""acl": "private", "keep_local": true, "endpoint": "http://localhost:9""#), "\(text)")
        #expect(try await site.run("validate").exitCode == 0)
    }

    /// Each deployment repeats the import, so the import fails only if it leaves out a part that the previous import
    /// did not leave out.
    @Test func partsThatWereLeftOutBeforeDoNotFailAgain() async throws {
        let site = site()
        #expect(try await importing(site).exitCode == 1)
        let second = try await importing(site)
        #expect(second.exitCode == 0 && second.errors == "")
        #expect(second.output == "specs.json: unchanged: 1 generator, 1 source group, 1 left out: shop:odd\n")
        let strict = try await importing(site, "--strict")
        #expect(strict.exitCode == 1 && strict.errors.hasPrefix("# shop:odd: left out: "))
        let addition = #""left_out": [{ "name": "shop:new", "reason": "code" }, "#
        let answer = Self.answer.replacing(#""left_out": ["#, with: addition).replacing("NAME", with: Self.name)
        site.makeExecutable("python", "#!/bin/sh\ncat <<'END'\n\(answer)\nEND\n")
        let third = try await importing(site)
        #expect(third.exitCode == 1 && third.errorLines == ["# shop:new: left out: code"])
        let leftOut = try #require(site.text("specs.json")?.components(separatedBy: "left_out").last)
        #expect(leftOut.contains("shop:new") && leftOut.contains("shop:odd"))
    }

    @Test func leavesOutByNameAndExitsWithOne() async throws {
        let site = site()
        let result = try await importing(site)
        #expect(result.exitCode == 1)
        #expect(result.errorLines == ["# shop:odd: left out: the processor shop.Sepia is the project's own"])
        #expect(result.output == "specs.json: written: 1 generator, 1 source group, 1 left out: shop:odd\n")
        #expect(
            site.text("specs.json") == #"""
                {
                    "settings": {
                        "MEDIA_ROOT": "media"
                    },
                    "source_groups": {
                        "shop.Book.cover": { "files": ["covers/sea.jpg"] }
                    },
                    "generators": {
                        "shop:icon": {
                            "source": "shop.Book.cover",
                            "processors": [{ "ResizeToFill": { "width": 100, "height": 50 } }],
                            "format": "JPEG",
                            "options": { "quality": 60 }
                        }
                    },
                    "left_out": [
                        "shop:odd"
                    ]
                }

                """#
        )
        site.makeFolder("media")
        #expect(try await site.run("validate").exitCode == 0)
    }

    /// The hash in the name covers the complete spec, so a different hash means that an attribute was lost.
    @Test func leavesOutWhatWouldHaveAnotherName() async throws {
        let site = site(name: "CACHE/images/photos/bulldog/00000000000000000000000000000000.jpg")
        let result = try await importing(site)
        #expect(
            result.errors.contains("# shop:icon: left out: the site gives photos/bulldog.jpg the name CACHE/images/")
        )
        #expect(result.output.contains("0 generators, 0 source groups, 2 left out: shop:icon, shop:odd"))
        #expect(site.text("specs.json")?.contains(#""shop:icon": {"#) == false)
    }

    @Test func leavesOutWhatTheToolDoesNotHave() async throws {
        let site = site(answer: Self.answer.replacing(#""JPEG""#, with: #""PDF""#))
        let result = try await importing(site)
        #expect(result.errors.contains(#"# shop:icon: left out: format: there is no format "PDF""#))
    }

    @Test func updatesInPlaceAndKeepsTheRest() async throws {
        let site = site(
            registry: #"""
                {
                    "generators": {
                        "shop:icon": {
                            "if_larger": "keep-original",
                            "options": { "quality": 20 },
                            "autoconvert": false,
                            "source": ["scans", "shop.Book.back"]
                        },
                        "own:scan": { "source": "scans" },
                        "shop:odd": { "format": "PNG" },
                        "shop:former": { "source": "shop.Book.cover" }
                    },
                    "source_groups": { "scans": { "glob": "scans/*" } },
                    "settings": { "allow_exec": true, "MEDIA_ROOT": "other", "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT": "PNG" }
                }
                """#
        )
        let result = try await importing(site)
        #expect(result.errors.contains("# shop:odd in specs.json is unchanged"))
        #expect(result.errors.contains("# shop:former is no longer in the project"))
        #expect(
            site.text("specs.json") == #"""
                {
                    "generators": {
                        "shop:icon": {
                            "if_larger": "keep-original",
                            "options": { "quality": 60 },
                            "source": ["shop.Book.cover", "scans"],
                            "processors": [{ "ResizeToFill": { "width": 100, "height": 50 } }],
                            "format": "JPEG"
                        },
                        "own:scan": { "source": "scans" },
                        "shop:odd": { "format": "PNG" },
                        "shop:former": { "source": "shop.Book.cover" }
                    },
                    "source_groups": {
                        "scans": { "glob": "scans/*" },
                        "shop.Book.cover": { "files": ["covers/sea.jpg"] }
                    },
                    "settings": {
                        "allow_exec": true,
                        "MEDIA_ROOT": "media"
                    },
                    "left_out": [
                        "shop:odd"
                    ]
                }

                """#
        )
    }

    /// An imported generator inherits no attribute that is part of the names on the site.
    @Test func defaultsDoNotChangeImportedGenerators() async throws {
        let site = site(registry: #"{ "defaults": { "autoconvert": false, "format": "PNG", "animated": false } }"#)
        _ = try await importing(site)
        let registry = try #require(site.text("specs.json"))
        #expect(registry.contains(#""autoconvert": null"#) && registry.contains(#""format": "JPEG""#), "\(registry)")
        #expect(!registry.contains("cachefile_namer") && !registry.contains(#""animated": null"#), "\(registry)")
        #expect(try await importing(site).output.contains(": unchanged: "))
    }

    /// If the import leaves out a part of a generator or a setting, a user can write this part into the registry. A
    /// later import keeps what the user wrote.
    @Test func manualEntriesForLeftOutPartsAreKept() async throws {
        let registry = #"""
            {
                "settings": { "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT": "PNG" },
                "generators": { "shop:icon": { "cachefile_strategy": "Optimistic", "cachefile_namer": "hash" } }
            }
            """#
        let leftOut = ["shop:icon.cachefile_strategy", "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT"]
        let site = site(
            answer: Self.answer.replacing(
                #""left_out": ["#,
                with: #""left_out": ["# + leftOut.map { #"{ "name": "\#($0)", "reason": "code" },"# }.joined()
            ),
            registry: registry
        )
        #expect(try await importing(site).exitCode == 1)
        let text = site.text("specs.json") ?? ""
        #expect(text.contains(#""cachefile_strategy": "Optimistic""#))
        #expect(text.contains(#""IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT": "PNG""#))
        #expect(!text.contains("cachefile_namer"))
    }

    /// The import removes a source group whose field no longer exists, because the group's query would fail in every
    /// run.
    @Test func groupsWhoseFieldIsGoneAreRemoved() async throws {
        let site = site(
            answer: Self.answer.replacing(#""gone_groups": []"#, with: #""gone_groups": ["shop.Book.back"]"#),
            registry: #"""
                {
                    "source_groups": {
                        "shop.Book.back": { "sqlite": "db.sqlite3", "query": "SELECT back AS source FROM shop_book" },
                        "shop.Book.spine": { "glob": "spines/*" }
                    },
                    "generators": {
                        "shop:back": { "source": "shop.Book.back", "format": "PNG" },
                        "own:all": { "source": ["shop.Book.back", "shop.Book.spine"] }
                    }
                }
                """#
        )
        let result = try await importing(site)
        #expect(
            result.errors.contains(
                "# the source group shop.Book.back is removed: the project no longer has this field"
            )
        )
        #expect(result.errors.contains("# shop:back is no longer in the project"))
        #expect(result.errors.contains("# shop:back no longer has a source"))
        site.makeFolder("media/spines")
        #expect(try await site.run("validate").exitCode == 0)
        let text = site.text("specs.json") ?? ""
        #expect(!text.contains("shop.Book.back"))
        #expect(text.contains(#""shop:back": { "format": "PNG" }"#))
        #expect(text.contains(#""own:all": { "source": "shop.Book.spine" }"#))
    }

    /// The project renamed the field, but not the generator.
    @Test func aGeneratorWithANewFieldKeepsASource() async throws {
        let registry = #"""
            {
                "source_groups": { "shop.Book.photo": { "sqlite": "db.sqlite3", "query": "SELECT photo FROM shop_book" } },
                "generators": { "shop:icon": { "source": "shop.Book.photo" } }
            }
            """#
        let answer = Self.answer.replacing(#""gone_groups": []"#, with: #""gone_groups": ["shop.Book.photo"]"#)
        let result = try await importing(site(answer: answer, registry: registry))
        #expect(result.errors.contains("the source group shop.Book.photo is removed"))
        #expect(!result.errors.contains("no longer has a source"), "\(result)")
    }

    @Test func aSourceGroupThatNeedsAProgramIsReported() async throws {
        let asked = site(answer: Self.answer.replacing(#""files": ["covers/sea.jpg"]"#, with: #""command": ["true"]"#))
        let result = try await importing(asked)
        #expect(
            result.errors.contains(
                #"# some sources come from the site's own Python, so the settings have "allow_exec": true"#
            )
        )
        #expect(asked.text("specs.json")?.contains(#""allow_exec": true"#) == true)
        let database = site(
            answer: Self.answer.replacing(
                #""files": ["covers/sea.jpg"]"#,
                with: #""postgresql": "env:DATABASE_URL", "query": "SELECT 1 AS source""#
            )
        )
        #expect(
            try await importing(database).errors.contains(
                "# set DATABASE_URL to the database's address, such as postgresql://site@db/site"
            )
        )
    }

    @Test func aProjectWithoutGeneratorsIsReported() async throws {
        let site = site(
            answer:
                #"{ "settings": {}, "storages": {}, "source_groups": {}, "gone_groups": [], "addresses": {}, "generators": {}, "left_out": [] }"#
        )
        let result = try await importing(site)
        #expect(result.exitCode == 0)
        #expect(result.errorLines == ["# the project registers no image generators"])
    }

    @Test func aSecondImportWritesNothing() async throws {
        let site = site()
        _ = try await importing(site)
        // Change the indentation, as a user can. The import must not undo such a change.
        let text = site.text("specs.json")?.replacing("    ", with: "  ") ?? ""
        site.write("specs.json", text)
        let before = site.snapshot
        #expect(try await importing(site).output.hasPrefix("specs.json: unchanged: 1 generator"))
        #expect(site.snapshot == before)
    }

    @Test func aBrokenRegistryIsNotChanged() async throws {
        let site = site(registry: "{ \"generators\": ")
        let before = site.snapshot
        let result = try await importing(site)
        #expect(result.exitCode == 65)
        #expect(result.errors.hasPrefix("specs.json:1:"))
        #expect(site.snapshot == before)
    }

    /// The import reads the complete registry and detects that an included registry already has the id.
    @Test func conflictsWithIncludedRegistriesAreReported() async throws {
        let site = site(registry: #"{ "include": "more/*.json" }"#)
        site.write("more/icon.json", #"{ "generators": { "shop:icon": {} } }"#)
        let result = try await importing(site)
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("the generator \"shop:icon\" is registered twice"))
    }

    @Test func aProjectThatCannotBeLoadedWritesNothing() async throws {
        let site = site(answer: #"{ "error": "ModuleNotFoundError: No module named 'django'" }"#)
        let result = try await importing(site)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("cannot be loaded with"))
        #expect(result.errors.contains("No module named 'django'. Set --python to the interpreter of the site"))
        #expect(site.text("specs.json") == nil)
    }

    @Test(arguments: ["exit 3", "echo no JSON", "echo '{}'", #"echo '{ "error": 3 }'"#])
    func aProgramThatIsNotPythonIsReported(_ script: String) async throws {
        let site = site()
        site.makeExecutable("python", "#!/bin/sh\n\(script)\n")
        let result = try await importing(site)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("set --python to the interpreter of the site"))
        #expect(site.text("specs.json") == nil)
    }

    @Test func aMissingFolderIsWrongUsage() async throws {
        let site = site()
        let result = try await site.run("import-django", "--project", "nowhere")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("nowhere is not a folder: set --project to the folder that contains manage.py"))
    }

    /// The import uses the virtual environment in the project's folder.
    @Test func takesThePythonOfTheProjectsEnvironment() async throws {
        let site = site()
        site.makeExecutable("project/.venv/bin/python", site.text("python") ?? "")
        let result = try await site.run("import-django", "--project", "project")
        #expect(result.output.contains("1 generator"), "\(result)")
    }
}
