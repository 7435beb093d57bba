import ArgumentParser
import CacheState
import Planning

/// The value of `--shard`: a shard such as `3/8`, or `auto` for the shard in the variables of a scheduler.
enum ShardArgument: ExpressibleByArgument {
    case auto
    case given(Shard)

    init?(argument: String) {
        if argument == "auto" {
            self = .auto
        } else if let shard = Shard(argument) {
            self = .given(shard)
        } else {
            return nil
        }
    }

    func shard(_ environment: [String: String]) throws -> Shard {
        switch self {
        case .given(let shard): return shard
        case .auto:
            do {
                return try ShardVariables(environment).shard()
            } catch {
                throw ValidationError("--shard auto: \(error).")
            }
        }
    }
}
