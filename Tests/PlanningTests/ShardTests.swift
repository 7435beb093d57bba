import Testing

@testable import CacheState
@testable import Planning

@Suite struct ShardTests {
    /// The shard is the first 8 bytes of the name's SHA-256, modulo the count. It must never change, because other
    /// machines and later versions must compute the same shard.
    @Test func theShardOfANameNeverChanges() throws {
        let names = ["photos/a.jpg", "photos/b.jpg", "é.png", "x"]
        let numbers = names.map { name in (1...8).filter { Shard(number: $0, count: 8)!.contains(name) } }
        #expect(numbers == [[8], [7], [4], [5]])
    }

    @Test(arguments: [1, 2, 3, 8, 100]) func everySourceIsInExactlyOneShard(_ count: Int) throws {
        let shards = try (1...count).map { try #require(Shard(number: $0, count: count)) }
        var sizes = [Int](repeating: 0, count: count)
        for index in 0..<2000 {
            let holders = shards.indices.filter { shards[$0].contains("photos/\(index).jpg") }
            try #require(holders.count == 1)
            sizes[holders[0]] += 1
        }
        #expect(sizes.allSatisfy { $0 > 2000 / count / 3 })
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let variables: [String: String]
        /// The shard. It is nil if the variables are invalid.
        let shard: String?
        var testDescription: String { "\(variables.sorted { $0.key < $1.key }) → \(shard ?? "refused")" }
    }

    static func slurm(_ id: Int, _ range: ClosedRange<Int>, step: Int = 1, count: Int) -> [String: String] {
        [
            "SLURM_ARRAY_TASK_ID": "\(id)", "SLURM_ARRAY_TASK_MIN": "\(range.lowerBound)",
            "SLURM_ARRAY_TASK_MAX": "\(range.upperBound)", "SLURM_ARRAY_TASK_STEP": "\(step)",
            "SLURM_ARRAY_TASK_COUNT": "\(count)",
        ]
    }

    static let cases: [Case] = [
        Case(variables: slurm(1, 1...8, count: 8), shard: "1/8"),
        Case(variables: slurm(7, 0...7, count: 8), shard: "8/8"),
        Case(variables: slurm(14, 10...16, step: 2, count: 4), shard: "3/4"),
        Case(variables: slurm(3, 1...7, count: 3), shard: nil),
        Case(variables: ["SLURM_ARRAY_TASK_ID": "3"], shard: nil),
        Case(variables: ["JOB_COMPLETION_INDEX": "0", "IMAGEKIT_SHARD_TOTAL": "5"], shard: "1/5"),
        Case(variables: ["JOB_COMPLETION_INDEX": "0"], shard: nil),
        Case(variables: ["AWS_BATCH_JOB_ARRAY_INDEX": "4", "AWS_BATCH_JOB_ARRAY_SIZE": "5"], shard: "5/5"),
        Case(variables: ["AWS_BATCH_JOB_ARRAY_INDEX": "5", "AWS_BATCH_JOB_ARRAY_SIZE": "5"], shard: nil),
        Case(variables: ["CLOUD_RUN_TASK_INDEX": "1", "CLOUD_RUN_TASK_COUNT": "2"], shard: "2/2"),
        Case(variables: ["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2"], shard: "1/2"),
        Case(variables: ["CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "2"], shard: nil),
        Case(variables: ["CI_NODE_TOTAL": "1"], shard: nil),
        Case(variables: ["IMAGEKIT_SHARD_INDEX": "3", "IMAGEKIT_SHARD_TOTAL": "4"], shard: "4/4"),
        Case(variables: ["IMAGEKIT_SHARD_INDEX": "x", "IMAGEKIT_SHARD_TOTAL": "4"], shard: nil),
        Case(variables: ["IMAGEKIT_SHARD_INDEX": "", "IMAGEKIT_SHARD_TOTAL": "4"], shard: nil),
        Case(
            variables: ["JOB_COMPLETION_INDEX": "0", "IMAGEKIT_SHARD_INDEX": "1", "IMAGEKIT_SHARD_TOTAL": "5"],
            shard: nil
        ),
        Case(
            variables: [
                "CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "2", "IMAGEKIT_SHARD_INDEX": "1", "IMAGEKIT_SHARD_TOTAL": "2",
            ],
            shard: "2/2"
        ),
        Case(variables: [:], shard: nil),
    ]

    @Test(arguments: cases) func readsTheVariablesOfSchedulers(_ item: Case) {
        #expect((try? ShardVariables(item.variables).shard())?.description == item.shard)
    }
}
