import Foundation
import Testing

@testable import ImageSpecs

/// A call of a processor, and its error. The error is nil if PILKit accepts the call.
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
        let error = #expect(throws: ProcessorCallError.self) {
            try Processor(name: call.name, arguments: call.arguments)
        }
        let message = try #require(error?.problems.first).description
        #expect(message.contains(try #require(call.mistake)), "\(message)")
    }

    @Test func reportsEveryMistakeOfACall() {
        let error = #expect(throws: ProcessorCallError.self) {
            try Processor(name: "Resize", arguments: .named(["width": .string("1"), "high": .integer(1)]))
        }
        #expect(error?.problems.count == 2)
    }

    @Test func thumbnailStandsForOtherProcessors() throws {
        func step(_ arguments: [Value]) throws -> any Step {
            try Processor(name: "Thumbnail", arguments: .positional(arguments)).step
        }
        let (one, two) = (Value.integer(1), Value.integer(2))
        let smart = SmartResize(width: 1, height: 2, upscale: false, interest: .entropy)
        #expect(try step([one, two]).isEqual(to: smart))
        #expect(try step([one]).isEqual(to: ResizeToFit(width: 1, height: nil, upscale: false, mat: nil)))
        let fitting = ResizeToFit(width: 1, height: 2, upscale: false, mat: nil)
        #expect(try step([one, two, .none, .bool(false)]).isEqual(to: fitting))
        let corner = Placement.anchor(Anchor(x: 0, y: 0))
        let filling = ResizeToFill(width: 1, height: 2, placement: corner, upscale: false)
        #expect(try step([one, two, .string("tl")]).isEqual(to: filling))
    }

    @Test func transposeAutoDisablesAllOtherSteps() throws {
        let both = try Processor(
            name: "Transpose",
            arguments: .positional([.string("ROTATE_90"), .string("auto")])
        )
        #expect(both.step.isEqual(to: Transpose.auto))
    }

    @Test(arguments: ProcessorCall.right) func survivesTheWire(_ call: ProcessorCall) throws {
        let processor = try Processor(name: call.name, arguments: call.arguments)
        let data = try JSONEncoder().encode(processor)
        #expect(try JSONDecoder().decode(Processor.self, from: data) == processor)
    }

    /// The documentation shows the example, so the example must be valid.
    @Test(arguments: ProcessorDefinition.all.map(\.name)) func hasAWorkingExample(_ name: String) throws {
        let example = try #require(ProcessorDefinition.named(name)).example
        let calls = try JSONDecoder().decode([Value].self, from: Data("[\(example.calls)]".utf8))
        let names = calls.map { call in
            if case .dictionary(let members) = call { members.first?.key } else { call.string }
        }
        #expect(names.contains(name))
        for call in calls {
            guard case .dictionary(let members) = call, let (name, given) = members.first else { continue }
            switch given {
            case .tuple(let values): _ = try Processor(name: name, arguments: .positional(values))
            case .dictionary(let values): _ = try Processor(name: name, arguments: .named(values))
            default: Issue.record("\(given)")
            }
        }
    }

    @Test func namesAreUnique() {
        #expect(Set(ProcessorDefinition.all.map(\.name)).count == ProcessorDefinition.all.count)
    }

    /// If an argument rejected its own default, a registry could not contain the default.
    @Test(arguments: ProcessorDefinition.all.map(\.name)) func defaultsAreValues(_ name: String) throws {
        for parameter in try #require(ProcessorDefinition.named(name)).parameters {
            guard let fallback = parameter.fallback, fallback != .none else { continue }
            #expect(parameter.kind.accepts(fallback), "\(parameter.name)")
        }
    }
}
