import Foundation
import Testing

/// Tests of `"anchor": "focus"`, which centres a crop on the focal point.
@Suite struct FocalPointTests {
    private static func fill(_ anchor: String) -> String {
        #"{ "ResizeToFill": { "width": 10, "height": 10, "anchor": \#(anchor) } }"#
    }

    private static func site(_ processors: [String], photos: String = #"{ "glob": ["photos/*.png"] }"#) -> Site {
        let generators = processors.enumerated().map { index, processor in
            "\"g\(index)\": { \"source\": \"photos\", \"processors\": [\(processor)], \"format\": \"PNG\" }"
        }
        let site = Site(Registries.registry(photos: photos, generators: generators.joined(separator: ",")))
        site.writePhotos("a.png", width: 80, height: 20)
        return site
    }

    @Test(arguments: [
        #"{ "focus": [0.25, 1] }"#, #"{ "focus": { "x": 0.25, "y": 1 } }"#, #"{ "focus_x": 0.25, "focus_y": 1 }"#,
    ])
    func comesFromTheSidecar(_ sidecar: String) async throws {
        let point = #"{ "focus": [0.25, 1] }"#
        let site = Self.site([Self.fill(#""focus""#), Self.fill(point)])
        site.write("media/photos/a.png.json", sidecar)
        let images = try await site.generate().images()
        #expect(images.map(\.status) == ["generated", "generated"])
        #expect(Set(images.map(\.name)).count == 1)
    }

    @Test func comesFromColumns() async throws {
        let site = Self.site(
            [Self.fill(#""focus""#), Self.fill(#"{ "focus": [0.25, 1] }"#)],
            photos: #"{ "list": "rows.csv" }"#
        )
        site.write("rows.csv", "source,focus_x,focus_y\nphotos/a.png,0.25,1\n")
        #expect(Set(try await site.generate().images().map(\.name)).count == 1)
    }

    @Test(arguments: ["ResizeToFill", "Crop", "Thumbnail"])
    func fallsBackToSmartCrop(_ processor: String) async throws {
        let call = { (anchor: String) in #"{ "\#(processor)": { "width": 10, "height": 10, "anchor": "\#(anchor)" } }"#
        }
        let site = Self.site([call("focus"), call("attention")])
        let images = try await site.generate().images()
        #expect(images.map(\.status) == ["generated", "generated"])
        #expect(Set(images.map(\.name)).count == 1)
    }

    @Test(arguments: [#"{ "focus": [0.5, 1.5] }"#, #"{ "focus": "left" }"#, #"{ "focus_x": 0.5 }"#])
    func anInvalidPointFails(_ sidecar: String) async throws {
        let site = Self.site([Self.fill(#""focus""#)])
        site.write("media/photos/a.png.json", sidecar)
        let result = try await site.generate()
        #expect(result.exitCode == 1)
        #expect(try result.images().first?.error?.message.contains("focus") == true)
    }

    @Test func aFieldCanBeFocus() async throws {
        let site = Self.site([Self.fill(#"{ "field": "crop_at" }"#), Self.fill(#"{ "focus": [0.9, 0] }"#)])
        site.write("media/photos/a.png.json", #"{ "crop_at": "focus", "focus": [0.9, 0] }"#)
        #expect(Set(try await site.generate().images().map(\.name)).count == 1)
    }
}
