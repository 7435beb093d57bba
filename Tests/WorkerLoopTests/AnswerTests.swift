import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import WorkerLoop

extension LibvipsSuite {
    /// Tests of the worker's answers about the installed libvips.
    @Suite struct AnswerTests {
        init() { LibvipsSuite.started }

        @Test func reportsMistakes() {
            func mistake(_ operation: String, _ arguments: [String: Value] = [:]) -> String? {
                let call = Query.Call(operation: operation, arguments: arguments)
                return Answer(to: Query(calls: [call], wantsFormats: false)).mistakes[0]
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
            // These operations must not be listed, because they do not map one image to one image, or because they can
            // run a program or write a file.
            for other in ["add", "black", "avg", "system", "jpegsave", "jpegload", "bandjoin"] {
                #expect(mistake(other)?.contains("takes one image and makes one") == true, "\(other)")
            }
        }

        @Test func reportsFormats() {
            let formats = Answer(to: Query(wantsFormats: true)).formats
            for name in ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"] {
                #expect(formats.contains { $0.name == name && $0.isRead && $0.isWritten }, "\(name)")
            }
            #expect(Set(formats.map(\.name)).count == formats.count)
        }
    }
}
