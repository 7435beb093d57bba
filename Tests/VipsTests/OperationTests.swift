import Testing

@testable import Vips

/// Starts libvips once per process. Every suite uses this value.
let libvips: Void = {
    do { try LibVips.start() } catch { Issue.record(error) }
}()

@Suite(.serialized) struct OperationTests {
    init() { libvips }

    @Test func makesAnImageByName() throws {
        let image = try Operation.call("black", ["width": 7, "height": 5], options: ["bands": 3])
        #expect(image.width == 7)
        #expect(image.height == 5)
        #expect(image.bands == 3)
        #expect(image.format == "uchar")
    }

    @Test func refusesAnUnknownOperation() throws {
        #expect(throws: VipsError.self) { _ = try Operation("no_such_operation") }
    }

    @Test func refusesAnUnknownOption() throws {
        let error = #expect(throws: VipsError.self) {
            try Operation.call("black", ["width": 7, "height": 5], options: ["colour": 3])
        }
        #expect(error?.description == "black: has no option 'colour'")
    }

    @Test func refusesAValueOutOfRange() throws {
        let operation = try Operation("gaussblur")
        let error = #expect(throws: VipsError.self) { try operation.set("sigma", -1) }
        #expect(error?.hint == "option 'sigma' cannot be -1")
    }

    @Test func refusesAValueOfTheWrongKind() throws {
        let image = try Operation.call("black", ["width": 7, "height": 5])
        #expect(throws: VipsError.self) { try image.apply("resize", ["scale": "half"]) }
        #expect(throws: VipsError.self) { try image.apply("resize", ["scale": 0.5, "kernel": "no-such-kernel"]) }
        #expect(throws: VipsError.self) { try image.apply("flip", ["direction": 0.5]) }
    }

    @Test func takesEnumsByNickname() throws {
        let pixels = Pixels(width: 2, height: 1, bands: 1, samples: [1, 2])
        let flipped = try Image(pixels).apply("flip", ["direction": "horizontal"])
        #expect(try flipped.pixels().samples == [2, 1])
    }

    @Test func takesArraysOfImagesAndNumbers() throws {
        let one = try Image(Pixels(width: 1, height: 1, bands: 1, samples: [10]))
        let joined = try Operation.call("bandjoin", ["in": .images([one, one, one])])
        #expect(try joined.pixels().samples == [10, 10, 10])
        let linear = try joined.apply("linear", ["a": [1, 2, 3], "b": [0, 0, 1], "uchar": true])
        #expect(try linear.pixels().samples == [10, 20, 31])
    }

    @Test func failedBuildsThrowErrorsWithTheOperation() throws {
        let image = try Operation.call("black", ["width": 7, "height": 5])
        let error = #expect(throws: VipsError.self) {
            try image.apply("crop", input: "input", ["left": 5, "top": 0, "width": 7, "height": 5])
        }
        #expect(error?.operation == "crop")
        #expect(error?.hint.isEmpty == false)
    }

    @Test func listsTheOperationsOfThisLibvips() {
        #expect(LibVips.has(operation: "jpegload_source"))
        #expect(!LibVips.has(operation: "jpegload_sauce"))
        #expect(LibVips.has(option: "shrink", of: "jpegload_source"))
        #expect(!LibVips.has(option: "grow", of: "jpegload_source"))
        #expect(LibVips.version.major == 8)
    }

    @Test func untrustedLoadersAreBlocked() {
        #expect(!LibVips.has(operation: "svgload_source"))
    }

    @Test func readsOtherOutputs() throws {
        let image = try Image(Pixels(width: 2, height: 1, bands: 1, samples: [3, 9]))
        var operation = try Operation("min")
        try operation.set("in", .image(image))
        try operation.build()
        #expect(try operation.double() == 3)
        #expect(try operation.int("x") == 0)
    }
}
