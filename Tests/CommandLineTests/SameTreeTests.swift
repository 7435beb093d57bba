import Testing

/// The bytes of a cache file depend only on its spec, its source, and the versions of imagekit and libvips.
@Suite struct SameTreeTests {
    static let registry = Registries.registry(
        generators: """
            "a:wide": { "source": "photos", "processors": [{ "ResizeToFit": { "width": 150 } }], "format": "JPEG" },
            "a:square": { "source": "photos", "processors": [{ "SmartResize": [60, 60] }], "format": "PNG" },
            "b:tiny": { "source": "photos", "processors": [{ "Thumbnail": [21, 13] }], "format": "JPEG" },
            "b:framed": {
                "source": "photos",
                "processors": [{ "ResizeToFill": [33, 44] }, { "AddBorder": [3, "#c00"] }],
                "format": "PNG"
            }
            """
    )

    static func tree(_ runs: [[String]]) async throws -> [String: [UInt8]] {
        let site = Site(registry)
        site.writePhotos("a.png", "b.png", "c.png", width: 401, height: 299)
        for arguments in runs {
            let result = try await site.run(["generateimages"] + arguments) { _ in }
            #expect(result.exitCode == 0, "\(result.errors)")
        }
        return site.cacheFiles
    }

    @Test(arguments: [
        [["a:wide"], ["a:square"], ["b:tiny"], ["b:framed"]],
        [["b:framed"], ["b:tiny"], ["a:square"], ["a:wide"]],
        [["b:tiny", "a:square"], ["a", "b"]],
        [["--only-source", "photos/c*"], []],
        [["--jobs", "1"]],
        [["--jobs", "4"]],
        [["--jobs", "1"], ["--force", "--jobs", "3"]],
    ])
    func sameTreeHoweverItIsMade(_ runs: [[String]]) async throws {
        let expected = try await Self.tree([[]])
        #expect(expected.count == 12)
        let tree = try await Self.tree(runs)
        #expect(tree.keys.sorted() == expected.keys.sorted())
        #expect(tree.filter { expected[$0.key] != $0.value }.keys.sorted() == [])
    }
}
