import ImageSpecs
import WorkerProtocol

/// The parts of a registry that only a worker can check, because only workers load libvips: calls of operations, and
/// savers with their options.
final class VipsCallCheck {
    private var calls: [(call: Query.Call, node: RegistryNode)] = []
    private var savings: [(saving: Query.Saving, node: RegistryNode)] = []

    func add(_ processor: Processor, at node: RegistryNode) {
        guard let step = processor.step as? VipsOperation else { return }
        calls.append((Query.Call(operation: step.name, arguments: step.arguments), node))
    }

    /// Adds the format of a spec with its save options.
    func add(_ spec: ImageSpec, at node: RegistryNode) {
        guard let format = spec.imageFormat else { return }
        let options = (spec.options ?? [:]).compactMapValues(\.withDefaults)
        savings.append((Query.Saving(format: format, options: options, autoconvert: spec.autoconvert), node))
    }

    /// Lets a worker check the added parts, and reports the errors. If there is nothing to check, no worker starts.
    /// - Parameters:
    ///   - isThorough: whether savers are also checked.
    ///   - ask: lets a worker answer a query.
    func run(isThorough: Bool, ask: (Query) throws -> Answer) {
        let savings = isThorough ? savings : []
        guard let first = calls.first?.node ?? savings.first?.node else { return }
        do {
            let answer = try ask(Query(calls: calls.map(\.call), savings: savings.map(\.saving), wantsFormats: false))
            for (call, mistake) in zip(calls, answer.mistakes) {
                if let mistake { call.node.problem(mistake, affectsOnlyImages: true) }
            }
            for (saving, finding) in zip(savings, answer.savings) {
                if let mistake = finding.mistake { saving.node.problem(mistake, affectsOnlyImages: true) }
                if let warning = finding.warning { saving.node.warning(warning) }
            }
        } catch {
            first.problem("cannot be checked: \(error)", affectsOnlyImages: true)
        }
    }
}
