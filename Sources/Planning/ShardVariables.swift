import CacheState

/// Determines the shard of a process from the variables of a scheduler (`--shard auto`).
package struct ShardVariables {
    private struct Scheduler {
        let name: String
        /// The variable with the index of the shard. If it is set, the process runs under this scheduler.
        let index: String
        let count: String
        /// The index of the first shard.
        var first = 0
    }

    private static let schedulers = [
        Scheduler(name: "Kubernetes", index: "JOB_COMPLETION_INDEX", count: "IMAGEKIT_SHARD_TOTAL"),
        Scheduler(name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE"),
        Scheduler(name: "Cloud Run", index: "CLOUD_RUN_TASK_INDEX", count: "CLOUD_RUN_TASK_COUNT"),
        Scheduler(name: "GitLab", index: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", first: 1),
        Scheduler(name: "GitHub", index: "IMAGEKIT_SHARD_INDEX", count: "IMAGEKIT_SHARD_TOTAL"),
    ]

    private let environment: [String: String]

    package init(_ environment: [String: String]) {
        self.environment = environment.filter { !$0.value.isEmpty }
    }

    /// - Throws: `ShardVariablesError` if no variable is set or the variables are invalid.
    package func shard() throws(ShardVariablesError) -> Shard {
        var found: [(name: String, shard: Shard)] = []
        if let shard = try slurm() { found.append(("Slurm", shard)) }
        for scheduler in Self.schedulers where environment[scheduler.index] != nil {
            found.append((scheduler.name, try shard(scheduler)))
        }
        guard let first = found.first else { throw .noSchedulerFound }
        if let other = found.first(where: { $0.shard != first.shard }) {
            throw .contradiction("\(first.name) says \(first.shard), \(other.name) says \(other.shard)")
        }
        return first.shard
    }

    private func shard(_ scheduler: Scheduler) throws(ShardVariablesError) -> Shard {
        let index = try number(scheduler.index)
        return try shard(
            index - scheduler.first,
            of: try number(scheduler.count),
            "\(scheduler.index)=\(index) of \(scheduler.count)"
        )
    }

    /// Reads Slurm's variables. The indices of a job array can start at any number and increase in steps.
    private func slurm() throws(ShardVariablesError) -> Shard? {
        guard environment["SLURM_ARRAY_TASK_ID"] != nil else { return nil }
        let (id, count) = (try number("SLURM_ARRAY_TASK_ID"), try number("SLURM_ARRAY_TASK_COUNT"))
        let (least, greatest) = (try number("SLURM_ARRAY_TASK_MIN"), try number("SLURM_ARRAY_TASK_MAX"))
        let step = environment["SLURM_ARRAY_TASK_STEP"] == nil ? 1 : try number("SLURM_ARRAY_TASK_STEP")
        guard step > 0, (greatest - least) / step + 1 == count, (id - least) % step == 0 else {
            throw .contradiction(
                "SLURM_ARRAY_TASK_ID=\(id) of \(count) tasks from \(least) to \(greatest) in steps of \(step): use an "
                    + "array without gaps, such as --array=1-8"
            )
        }
        return try shard((id - least) / step, of: count, "SLURM_ARRAY_TASK_ID=\(id)")
    }

    private func shard(_ index: Int, of count: Int, _ subject: String) throws(ShardVariablesError) -> Shard {
        guard let shard = Shard(number: index + 1, count: count) else {
            throw .contradiction("\(subject)=\(count) is not one of its parts")
        }
        return shard
    }

    private func number(_ name: String) throws(ShardVariablesError) -> Int {
        guard let text = environment[name] else { throw .contradiction("\(name) is not set") }
        guard let number = Int(text), (0...1_000_000_000).contains(number) else {
            throw .contradiction("\(name)=\(text) is not a number")
        }
        return number
    }
}

/// The reason why no shard can be determined from the environment.
package enum ShardVariablesError: Error, CustomStringConvertible {
    case noSchedulerFound
    case contradiction(String)

    package var description: String {
        switch self {
        case .noSchedulerFound:
            "no variables of a scheduler are set (Slurm, Kubernetes, AWS Batch, Cloud Run, GitLab, GitHub); "
                + "use --shard K/N, or set IMAGEKIT_SHARD_INDEX (from 0) and IMAGEKIT_SHARD_TOTAL"
        case .contradiction(let reason): reason
        }
    }
}
