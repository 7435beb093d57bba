import Testing

@testable import ImageSpecs

@Suite struct GroupedDigitsTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"), (-100, "-100"),
    ])
    func digitsAreGrouped(_ number: Int, _ text: String) { #expect(grouped(number) == text) }
}
