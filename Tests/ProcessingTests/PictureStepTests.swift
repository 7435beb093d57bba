import ImageSpecs
import Pictures
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Processing

struct PictureStepTests {
    /// The compiler cannot detect that a processor of ImageSpecs has no file in Processing.
    @Test(arguments: ProcessorDefinition.all.map(\.name))
    func everyProcessorIsKnown(_ name: String) throws {
        let arguments: [String: String] = [
            "AddBorder": "[1]", "ColorOverlay": #"["red"]"#, "Convert": #"["L"]"#, "GaussianBlur": "[1]",
            "ImageOverlay": #"["a.png"]"#, "ResizeToFit": "[1, 1]", "Rounded": "[1]", "SetOpacity": "[1]",
            "Text": #"["a"]"#, "Thumbnail": "[1, 1]", "Tint": #"["red"]"#, "exec": #"["a"]"#, "vips": #"["invert"]"#,
        ]
        let needsSize = ProcessorDefinition.named(name)?.parameters.first?.name == "width"
        let given = arguments[name] ?? (needsSize ? "[1, 1]" : "[]")
        let step = try processor("{\"\(name)\": \(given)}").pictureStep
        #expect(!(step is ImpossibleStep))
    }

    @Test func unknownStepsFail() throws {
        let picture = try Picture(pattern(3, 4, 4), mode: .rgb)
        let error = #expect(throws: ProcessorError.self) {
            try picture.processed(by: [ImpossibleStep(reason: "not known")], limits: Job.Limits())
        }
        #expect(error?.description == "not known")
    }
}
