import ImageSpecs
import Testing
import WorkerProtocol

@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// `{"vips": […]}` and what a worker says about it.
    @Suite struct VipsCallTests {
        init() { LibvipsSuite.started }

        @Test func runsAnyOperation() throws {
            let picture = try Picture(pattern(3, 40, 30), mode: .rgb)
            func run(_ call: String) throws -> Picture { try picture.processed(by: [try processor(call).step]) }
            let blurred = try run(#"{"vips": ["gaussblur", {"sigma": 2}]}"#)
            let expected = try picture.image.apply("gaussblur", ["sigma": 2]).pixels()
            #expect(try blurred.image.pixels() == expected)
            #expect(try run(#"{"vips": ["rot", {"angle": "d90"}]}"#).size == Size(width: 30, height: 40))
            #expect(try run(#"{"vips": ["colourspace", {"space": "b-w"}]}"#).mode == .grey)
            #expect(try run(#"{"vips": ["colourspace", {"space": "lab"}]}"#).mode == .rgb)
            let negative = try run(#"{"vips": {"operation": "invert"}}"#).image.pixels().samples
            #expect(negative == pattern(3, 40, 30).samples.map { 255 - $0 })
            // Both spellings of a name.
            #expect(try run(#"{"vips": ["gaussblur", {"sigma": 1, "min_ampl": 0.1}]}"#).size == picture.size)
        }

        @Test func tellsMistakes() {
            func mistake(_ operation: String, _ arguments: [String: Value] = [:]) -> String? {
                let call = Query.Call(operation: operation, arguments: arguments)
                return Answer(to: Query(calls: [call])).mistakes[0]
            }
            #expect(mistake("gaussblur", ["sigma": .integer(2)]) == nil)
            #expect(mistake("gaussblurr")?.contains("no operation \"gaussblurr\"") == true)
            #expect(mistake("gaussblur")?.contains("needs sigma") == true)
            let outside = mistake("gaussblur", ["sigma": .integer(-1)])
            #expect(outside == "sigma of gaussblur cannot be -1: it is from 0.0 to 1000.0")
            #expect(mistake("gaussblur", ["sigma": .string("wide")])?.contains("sigma of gaussblur cannot be") == true)
            #expect(
                mistake("gaussblur", ["sigma": .integer(2), "sigmas": .integer(2)])?.contains("\"sigmas\"") == true
            )
            #expect(mistake("rot", ["angle": .string("d91")]) != nil)
            // Not one image in and one out; and what could run a program or write a file.
            for other in ["add", "black", "avg", "system", "jpegsave", "jpegload", "bandjoin"] {
                #expect(mistake(other)?.contains("takes one image and makes one") == true, "\(other)")
            }
        }

        @Test func tellsFormats() {
            let formats = Answer(to: Query()).formats
            for name in ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"] {
                #expect(formats.contains { $0.name == name && $0.isRead && $0.isWritten }, "\(name)")
            }
            #expect(Set(formats.map(\.name)).count == formats.count)
        }
    }
}
