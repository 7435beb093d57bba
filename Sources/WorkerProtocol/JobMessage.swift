import ImageSpecs

/// Jobs for a worker: one line of JSON on its standard input. The worker answers with one outcome for each job, in the
/// same order.
///
/// The jobs of a run have the same limits and few different specs. A message contains the limits and each spec only
/// once, because encoding and decoding a spec takes more time than making a tiny image.
package struct JobMessage: Sendable, Codable {
    private struct Entry: Sendable, Codable {
        var id: Int
        var source: String
        var path: String
        var outputs: [Output]
        /// The index of the limits.
        var limits: Int
    }

    private struct Output: Sendable, Codable {
        /// The index of the spec.
        var spec: Int
        var target: Job.Target?
    }

    private var limits: [Job.Limits] = []
    private var specs: [ImageSpec] = []
    private var entries: [Entry] = []

    package init(_ jobs: [Job]) {
        // The index of each spec in `specs`. A registry can have thousands of specs, so do not search the array.
        var indices: [ImageSpec: Int] = [:]
        for job in jobs {
            var outputs: [Output] = []
            for output in job.outputs {
                let index = indices[output.spec] ?? specs.count
                if index == specs.count {
                    indices[output.spec] = index
                    specs.append(output.spec)
                }
                outputs.append(Output(spec: index, target: output.target))
            }
            entries.append(
                Entry(
                    id: job.id,
                    source: job.source,
                    path: job.path,
                    outputs: outputs,
                    limits: limits.index(adding: job.limits)
                )
            )
        }
    }

    package var jobs: [Job] {
        entries.map { entry in
            Job(
                id: entry.id,
                source: entry.source,
                path: entry.path,
                outputs: entry.outputs.map { Job.Output(spec: specs[$0.spec], target: $0.target) },
                limits: limits[entry.limits]
            )
        }
    }
}

extension Array where Element: Equatable {
    /// Returns the index of an element, which is added if it is missing.
    fileprivate mutating func index(adding element: Element) -> Int {
        if let index = firstIndex(of: element) { return index }
        append(element)
        return count - 1
    }
}
