import Testing

@testable import ImageSpecs

/// The text of a colour, and the result of Pillow 13's `ImageColor.getcolor(text, "RGBA")`. `bands` is nil if Pillow
/// raises an error.
struct ColorText: CustomTestStringConvertible, Sendable {
    let text: String
    let bands: [UInt8]?

    init(_ text: String, _ bands: [UInt8]?) {
        (self.text, self.bands) = (text, bands)
    }

    var testDescription: String { text.debugDescription }

    static let all: [ColorText] = [
        ColorText("#fff", [255, 255, 255, 255]),
        ColorText("#FFF", [255, 255, 255, 255]),
        ColorText("#f00", [255, 0, 0, 255]),
        ColorText("#1234", [17, 34, 51, 68]),
        ColorText("#cc0000", [204, 0, 0, 255]),
        ColorText("#CC0000", [204, 0, 0, 255]),
        ColorText("#01020304", [1, 2, 3, 4]),
        ColorText("white", [255, 255, 255, 255]),
        ColorText("Black", [0, 0, 0, 255]),
        ColorText("RebeccaPurple", [102, 51, 153, 255]),
        ColorText("lightgoldenrodyellow", [250, 250, 210, 255]),
        ColorText("grey", [128, 128, 128, 255]),
        ColorText("rgb(10,20,30)", [10, 20, 30, 255]),
        ColorText("rgb(10, 20, 30)", [10, 20, 30, 255]),
        ColorText("rgb( 10 , 20 , 30 )", [10, 20, 30, 255]),
        ColorText("rgb(\t10,20\n, 30)", [10, 20, 30, 255]),
        ColorText("rgb(100%,0%,50%)", [255, 0, 128, 255]),
        ColorText("rgba(1,2,3,4)", [1, 2, 3, 4]),
        ColorText("rgba(255, 255, 255, 0)", [255, 255, 255, 0]),
        ColorText("hsl(120, 50%, 50%)", [64, 191, 64, 255]),
        ColorText("hsl(0,100%,50%)", [255, 0, 0, 255]),
        ColorText("hsl(360,100%,50%)", [255, 0, 0, 255]),
        ColorText("hsl(213, 37%, 62%)", [122, 155, 194, 255]),
        ColorText("hsl(12.5, 80.5%, 20.25%)", [93, 27, 10, 255]),
        ColorText("hsl(12., 80.%, 20%)", [92, 27, 10, 255]),
        ColorText("HSL(240,100%,25%)", [0, 0, 128, 255]),
        ColorText("hsl(400,100%,50%)", [255, 170, 0, 255]),
        ColorText("hsv(213, 37%, 62%)", [100, 126, 158, 255]),
        ColorText("hsb(40,100%,100%)", [255, 170, 0, 255]),
        ColorText("hsv(359.9, 99%, 1%)", [3, 0, 0, 255]),
        ColorText("transparent", nil),
        ColorText("#ggg", nil),
        ColorText("#12345", nil),
        ColorText("", nil),
        ColorText("rgb(10,20)", nil),
        ColorText("rgb(-1,0,0)", nil),
        ColorText("rgb(1.5,2,3)", nil),
        ColorText("rgb(+5,0,0)", nil),
        ColorText("rgb(1 2,0,0)", nil),
        ColorText("rgb(1.0%,0%,0%)", nil),
        ColorText("rgb(1 %,0%,0%)", nil),
        ColorText("rgba(1,2,3,+4)", nil),
        ColorText("hsl(.5,50%,50%)", nil),
        ColorText("hsl(1 2,50%,50%)", nil),
        ColorText("hsv(5,.5%,50%)", nil),
        ColorText("rgba(1,2,3)", nil),
        ColorText("hsl(120,50,50)", nil),
        ColorText("red ", nil),
        ColorText(" red", nil),
        ColorText("rgb (1,2,3)", nil),
        ColorText("rgb(10,20,30", nil),
        ColorText("0xff0000", nil),
    ]

    /// For these colours, Pillow returns bands above 255. No image can store such values.
    static let outOfRange = ["rgb(256,0,0)", "rgb(10,20,300)", "rgb(110%,0%,0%)"]
}

@Suite struct ColorTests {
    @Test(arguments: ColorText.all) func readsTextAsPillowDoes(_ item: ColorText) {
        let color = Color(.string(item.text))
        #expect(color.map { [$0.red, $0.green, $0.blue, $0.alpha] } == item.bands)
    }

    @Test(arguments: ColorText.outOfRange) func refusesWhatNoImageCanHold(_ text: String) {
        #expect(Color(.string(text)) == nil)
    }

    @Test func readsTuples() {
        #expect(Color(.tuple([.integer(1), .integer(2), .integer(3)])) == Color(red: 1, green: 2, blue: 3))
        #expect(Color(.tuple([1, 2, 3, 0].map(Value.integer))) == Color(red: 1, green: 2, blue: 3, alpha: 0))
        #expect(Color(.tuple([1, 2].map(Value.integer))) == nil)
        #expect(Color(.tuple([1, 2, 256].map(Value.integer))) == nil)
        #expect(Color(.tuple([.double(1), .integer(2), .integer(3)])) == nil)
        #expect(Color(.integer(3)) == nil)
    }
}
