import Foundation
import Testing

@testable import ImageSpecs

/// A processor's call, and what is wrong with it; nil where PILKit takes it.
struct ProcessorCall: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let name: String
    let arguments: Processor.Arguments
    let mistake: String?

    init(_ name: String, _ arguments: Processor.Arguments, _ mistake: String?) {
        (self.name, self.arguments, self.mistake) = (name, arguments, mistake)
        testDescription = "\(name) \(arguments)"
    }

    static let right: [ProcessorCall] = [
        ProcessorCall("Resize", .positional([.integer(1), .integer(2)]), nil),
        ProcessorCall("Resize", .named(["width": .integer(1), "height": .integer(2), "upscale": .bool(false)]), nil),
        ProcessorCall("ResizeToFit", .named(["width": .integer(1)]), nil),
        ProcessorCall("Thumbnail", .named(["height": .integer(1)]), nil),
        ProcessorCall("Thumbnail", .positional([.integer(1), .integer(1), .string("auto")]), nil),
        ProcessorCall("Thumbnail", .positional([.integer(1), .integer(1), .none, .bool(false)]), nil),
        ProcessorCall("Transpose", .positional([]), nil),
        ProcessorCall("Transpose", .named([:]), nil),
        ProcessorCall("AddBorder", .positional([.tuple([1, 2, 3, 4].map(Value.integer))]), nil),
        ProcessorCall("Crop", .named(["width": .integer(1), "height": .integer(1), "x": .integer(-5)]), nil),
        ProcessorCall("MakeOpaque", .named([:]), nil),
    ]

    static let wrong: [ProcessorCall] = [
        ProcessorCall("Solarize", .named([:]), "there is no processor"),
        ProcessorCall("Resize", .named(["width": .integer(1)]), "height must be given"),
        ProcessorCall("Resize", .named([:]), "width and height must be given"),
        ProcessorCall("Resize", .positional([.integer(1), .integer(1), .bool(true), .none]), "at most 3"),
        ProcessorCall("Resize", .positional([.integer(0), .integer(1)]), "from 1 to 1000000"),
        ProcessorCall("Resize", .positional([.double(1), .integer(1)]), "whole number"),
        ProcessorCall("Resize", .named(["widht": .integer(1)]), "no argument \"widht\""),
        ProcessorCall("ResizeToFit", .named([:]), "width, height or both"),
        ProcessorCall(
            "ResizeToFit",
            .named(["width": .integer(1), "mat_color": .string("red")]),
            "both width and height"
        ),
        ProcessorCall("Thumbnail", .named([:]), "width, height or both"),
        ProcessorCall("Thumbnail", .named(["width": .integer(1), "crop": .bool(true)]), "both width and height"),
        ProcessorCall(
            "Thumbnail",
            .positional([.integer(1), .integer(1), .string("t"), .bool(false)]),
            "crop is false"
        ),
        ProcessorCall("Transpose", .positional([.string("ROTATE_45")]), "ROTATE_90"),
        ProcessorCall("Transpose", .named(["method": .string("auto")]), "no argument by name"),
        ProcessorCall("AddBorder", .positional([.tuple([1, 2, 3].map(Value.integer))]), "[top, right, bottom, left]"),
        ProcessorCall(
            "Crop",
            .named(["width": .integer(1), "height": .integer(1), "x": .integer(1), "anchor": .string("c")]),
            "not both"
        ),
        ProcessorCall(
            "ResizeToFill",
            .positional([.integer(1), .integer(1), .string("middle")]),
            "\"attention\", \"focus\", one of"
        ),
    ]
}

@Suite struct ProcessorTests {
    @Test(arguments: ProcessorCall.right) func takes(_ call: ProcessorCall) throws {
        let processor = try Processor(name: call.name, arguments: call.arguments)
        #expect(processor.name == call.name)
    }

    @Test(arguments: ProcessorCall.wrong) func refuses(_ call: ProcessorCall) throws {
        let error = #expect(throws: ProcessorProblems.self) {
            try Processor(name: call.name, arguments: call.arguments)
        }
        let message = try #require(error?.problems.first).description
        #expect(message.contains(try #require(call.mistake)), "\(message)")
    }

    @Test func tellsEveryMistakeOfACall() {
        let error = #expect(throws: ProcessorProblems.self) {
            try Processor(name: "Resize", arguments: .named(["width": .string("1"), "high": .integer(1)]))
        }
        #expect(error?.problems.count == 2)
    }

    @Test func thumbnailStandsForOtherProcessors() throws {
        func step(_ arguments: [Value]) throws -> Step {
            try Processor(name: "Thumbnail", arguments: .positional(arguments)).step
        }
        let (one, two) = (Value.integer(1), Value.integer(2))
        #expect(try step([one, two]) == .smartResize(width: 1, height: 2, upscale: false, by: .entropy))
        #expect(try step([one]) == .resizeToFit(width: 1, height: nil, upscale: false, mat: nil))
        #expect(
            try step([one, two, .none, .bool(false)])
                == .resizeToFit(width: 1, height: 2, upscale: false, mat: nil)
        )
        #expect(
            try step([one, two, .string("tl")])
                == .resizeToFill(width: 1, height: 2, placement: .anchor(Anchor(x: 0, y: 0)), upscale: false)
        )
    }

    @Test func transposeAutoMakesTheRestVoid() throws {
        let both = try Processor(
            name: "Transpose",
            arguments: .positional([.string("ROTATE_90"), .string("auto")])
        )
        #expect(both.step == .transpose(.auto))
    }

    @Test(arguments: ProcessorCall.right) func survivesTheWire(_ call: ProcessorCall) throws {
        let processor = try Processor(name: call.name, arguments: call.arguments)
        let data = try JSONEncoder().encode(processor)
        #expect(try JSONDecoder().decode(Processor.self, from: data) == processor)
    }
}
