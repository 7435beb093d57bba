import ImageSpecs
import WorkerProtocol

/// The calls of libvips operations in a registry, checked together: only a worker can say whether they are right.
final class VipsCallCheck {
    private var calls: [(call: Query.Call, node: RegistryNode)] = []

    func add(_ processor: Processor, at node: RegistryNode) {
        guard case .vips(let operation, let arguments) = processor.step else { return }
        calls.append((Query.Call(operation: operation, arguments: arguments), node))
    }

    /// Notes what is wrong; asks nobody where there are no calls.
    func run(environment: [String: String]) {
        guard let first = calls.first else { return }
        do {
            let answer = try WorkerQuery.ask(Query(calls: calls.map(\.call)), environment: environment)
            for (call, mistake) in zip(calls, answer.mistakes) {
                if let mistake { call.node.problem(mistake, leavesNames: true) }
            }
        } catch {
            first.node.problem("cannot be checked: \(error)", leavesNames: true)
        }
    }
}
