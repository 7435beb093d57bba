import Testing

@testable import Pictures

@Suite struct ExtentTests {
    @Test func comparesInLowestTerms() {
        #expect(Extent(38, over: 2) == Extent(19))
        #expect(Extent(37, over: 2).value == 18.5)
        #expect(Extent(37, over: 2).resized(from: 18, to: 9) == Extent(37, over: 4))
    }

    /// The value of each sample is its position in the picture, so a reduced sample must also have the value of its
    /// position.
    @Test(arguments: [(180, 1, 40), (181, 2, 40), (183, 4, 23), (1607, 8, 61)])
    func reductionKeepsPositions(_ length: Int, _ factor: Int, _ target: Int) {
        let loaded = length / factor
        // A position is a fraction of the original length. The centre of loaded sample i is at (i + 1/2) · factor.
        let samples = (0..<loaded).map { (Double($0) + 0.5) * Double(factor) / Double(length) }
        let windows = Array(LanczosWindow.windows(from: loaded, showing: Extent(length, over: factor), to: target))
        #expect(windows.count == target)
        for (index, window) in windows.enumerated() where (4..<target - 4).contains(index) {
            let value = zip(window.weights, samples[window.first...]).reduce(0) { $0 + $1.0 * $1.1 }
            let expected = (Double(index) + 0.5) / Double(target)
            #expect(abs(value - expected) * Double(target) < 0.02, "\(index): \(value), not \(expected)")
        }
    }

    /// Windows of one kind share their weights, so windows with different weights must have different kinds.
    @Test func windowsOfOneKindHaveTheSameWeights() {
        var known: [LanczosWindow.Kind: [Double]] = [:]
        for window in LanczosWindow.windows(from: 45, showing: Extent(183, over: 4), to: 13) {
            let weights = known[window.kind] ?? window.weights
            #expect(zip(weights, window.weights).allSatisfy { abs($0 - $1) < 1e-9 })
            known[window.kind] = weights
        }
    }
}
