import ImageSpecs
import WorkerProtocol

/// The calls of libvips operations in a registry. They are checked together, because only a worker can check them.
final class VipsCallCheck {
    private var calls: [(call: Query.Call, node: RegistryNode)] = []

    func add(_ processor: Processor, at node: RegistryNode) {
        guard let step = processor.step as? VipsOperation else { return }
        calls.append((Query.Call(operation: step.name, arguments: step.arguments), node))
    }

    /// Reports errors in the calls. It does not start a worker if there are no calls.
    /// - Parameter ask: lets a worker answer a query.
    func run(ask: (Query) throws -> Answer) {
        guard let first = calls.first else { return }
        do {
            let answer = try ask(Query(calls: calls.map(\.call), wantsFormats: false))
            for (call, mistake) in zip(calls, answer.mistakes) {
                if let mistake { call.node.problem(mistake, affectsOnlyImages: true) }
            }
        } catch {
            first.node.problem("cannot be checked: \(error)", affectsOnlyImages: true)
        }
    }
}
