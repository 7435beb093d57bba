#if os(Linux)
    import Foundation
    import Testing

    /// `imagekit` starts in a few milliseconds because only its workers load image libraries. Workers load libvips only
    /// when they need it.
    @Suite struct LinkageTests {
        @Test(arguments: [Executables.imagekit, Executables.worker])
        func executablesDoNotLinkLibvips(_ path: String) throws {
            let libraries = try neededLibraries(of: path)
            #expect(libraries.contains { $0.hasPrefix("libc.so") })
            let names = ["libvips", "libglib", "libgobject", "libgio", "libgmodule"]
            #expect(libraries.filter { library in names.contains { library.hasPrefix($0) } } == [])
        }

        @Test func aLibraryThatCannotBeLoadedIsReported() async throws {
            let site = Site(Registries.oneGenerator)
            site.writePhotos("a.png")
            // The dynamic loader searches LD_LIBRARY_PATH first. So it finds this file, which is not a library.
            site.write("libraries/libvips.so.42", [UInt8](repeating: 65, count: 128))
            let result = try await site.run("generateimages", environment: ["LD_LIBRARY_PATH": site.path("libraries")])
            #expect(result.exitCode == 1)
            #expect(result.errors.contains("it ended with exit code 127: imagekit-worker: cannot load libvips ("))
            #expect(result.errors.contains("install libvips"))
            #expect(site.cacheFiles.isEmpty)
        }

        /// The bytes of a PNG depend on the version of libdeflate. With a shared library, they would depend on the
        /// machine.
        @Test func theWorkerContainsLibdeflate() throws {
            #expect(try neededLibraries(of: Executables.worker).allSatisfy { !$0.hasPrefix("libdeflate") })
        }

        /// Returns the `DT_NEEDED` entries of the dynamic section of a 64-bit little-endian ELF file.
        private func neededLibraries(of path: String) throws -> [String] {
            let file = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
            func number(_ offset: Int, _ count: Int) -> Int {
                file[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
            }
            try #require(file.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]))
            let headers = (0..<number(56, 2)).map { number(32, 8) + $0 * number(54, 2) }
            // The PT_LOAD entries map ranges of addresses to offsets in the file.
            let loaded = headers.filter { number($0, 4) == 1 }.map {
                (offset: number($0 + 8, 8), address: number($0 + 16, 8), size: number($0 + 32, 8))
            }
            // The PT_DYNAMIC entry has pairs of a tag and a value.
            let dynamic = try #require(headers.first { number($0, 4) == 2 })
            let start = number(dynamic + 8, 8)
            let entries = stride(from: start, to: start + number(dynamic + 32, 8), by: 16).map {
                (tag: number($0, 8), value: number($0 + 8, 8))
            }
            let address = try #require(entries.first { $0.tag == 5 }?.value)
            let segment = try #require(loaded.first { $0.address <= address && address < $0.address + $0.size })
            let strings = address - segment.address + segment.offset
            return entries.filter { $0.tag == 1 }.map { entry in
                String(decoding: file[(strings + entry.value)...].prefix { $0 != 0 }, as: UTF8.self)
            }
        }
    }
#endif
