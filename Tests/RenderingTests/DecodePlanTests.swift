import Testing

@testable import Pictures
@testable import Rendering

struct DecodePlanTests {
    private let upright = DecodePlan.Treatment(autorotate: true, colors: .srgb)

    private func plan(
        _ targets: [Size?],
        stored: Size = Size(width: 3840, height: 2160),
        turnsSideways: Bool = false,
        margins: [Int] = []
    ) -> DecodePlan {
        let requests = targets.enumerated().map { index, target in
            DecodePlan.Request(target: target, treatment: upright, margin: margins.isEmpty ? 2 : margins[index])
        }
        return DecodePlan(stored: stored, turnsSideways: turnsSideways, shrinks: [1, 2, 4, 8], requests: requests)
    }

    /// Returns the size and the parent of each reduction.
    private func ladder(_ plan: DecodePlan) -> [String] {
        plan.reductions.map { reduction in
            let size = reduction.request.target?.description ?? "-"
            switch reduction.parent {
            case .source: return "\(size) < source"
            case .reduction(let index): return "\(size) < \(plan.reductions[index].request.target?.description ?? "-")"
            }
        }
    }

    @Test func eachSizeComesFromTheSmallestThatIsTwiceAsLarge() {
        let plan = plan([
            Size(width: 267, height: 150), Size(width: 1600, height: 900), Size(width: 400, height: 225),
            Size(width: 800, height: 450),
        ])
        #expect(ladder(plan) == ["1600×900 < source", "800×450 < 1600×900", "400×225 < 800×450", "267×150 < 800×450"])
        #expect(plan.reductionOfOutput == [3, 0, 2, 1])
        #expect(plan.shrink == 2)
    }

    @Test func theOrderOfOutputsIsIrrelevant() {
        let targets = [
            Size(width: 30, height: 40), Size(width: 40, height: 30), Size(width: 90, height: 90),
            Size(width: 10, height: 10),
        ]
        let reference = plan(targets)
        for shift in 1..<targets.count {
            let shifted = Array(targets[shift...] + targets[..<shift])
            #expect(plan(shifted).reductions == reference.reductions)
        }
    }

    @Test func equalSizesAreMadeOnce() {
        let plan = plan([Size(width: 100, height: 50), Size(width: 100, height: 50)])
        #expect(plan.reductions.count == 1)
        #expect(plan.reductionOfOutput == [0, 0])
    }

    @Test func theLargestOutputLimitsTheLoader() {
        #expect(plan([Size(width: 1600, height: 900)]).shrink == 2)
        #expect(plan([Size(width: 1601, height: 900)]).shrink == 1)
        #expect(plan([Size(width: 400, height: 225), Size(width: 24, height: 13)]).shrink == 8)
    }

    @Test func fullSizeOutputsPreventReducing() {
        #expect(plan([Size(width: 100, height: 100), nil]).shrink == 1)
        #expect(plan([Size(width: 100, height: 100), nil]).reductionOfOutput == [0, nil])
    }

    @Test func enlargementsAreNeverParents() {
        let plan = plan([Size(width: 8000, height: 4500), Size(width: 100, height: 50)])
        #expect(ladder(plan) == ["8000×4500 < source", "100×50 < source"])
        #expect(plan.shrink == 1)
    }

    @Test func bothSidesMustBeTwiceAsLarge() {
        let plan = plan([Size(width: 1000, height: 100), Size(width: 90, height: 90)])
        #expect(ladder(plan) == ["1000×100 < source", "90×90 < source"])
    }

    @Test func rotatedSourcesAreMeasuredUpright() {
        let portrait = Size(width: 270, height: 480)
        #expect(plan([portrait], turnsSideways: true).shrink == 4)
        #expect(plan([portrait], turnsSideways: false).shrink == 2)
    }

    @Test func largerMarginsNeedLargerParents() {
        let plan = plan(
            [Size(width: 1600, height: 900), Size(width: 800, height: 450), Size(width: 267, height: 150)],
            margins: [2, 2, 4]
        )
        #expect(ladder(plan).last == "267×150 < 1600×900")
    }

    @Test func otherColoursAreNotShared() {
        let other = DecodePlan.Treatment(autorotate: true, colors: .keep)
        let requests = [
            DecodePlan.Request(target: Size(width: 400, height: 400), treatment: upright),
            DecodePlan.Request(target: Size(width: 100, height: 100), treatment: other),
        ]
        let plan = DecodePlan(
            stored: Size(width: 900, height: 900),
            turnsSideways: false,
            shrinks: [1],
            requests: requests
        )
        #expect(ladder(plan) == ["400×400 < source", "100×100 < source"])
    }
}
