/// What a processor does, with its arguments read and checked. `Processing` does each type of step.
///
/// A step may stand for several processors: `Thumbnail` makes the steps of three others.
package protocol Step: Hashable, Sendable {
    /// What PILKit reports only when it makes the first image: a spec with this problem has a hash.
    var problemWhenRun: (argument: String, reason: String)? { get }
    /// The paths of the images that it reads, except the source.
    var overlays: [String] { get }
    /// Whether it starts a program.
    var runsProgram: Bool { get }
}

extension Step {
    package var problemWhenRun: (argument: String, reason: String)? { nil }
    package var overlays: [String] { [] }
    package var runsProgram: Bool { false }

    package func isEqual(to other: any Step) -> Bool { other as? Self == self }
}

/// The step of a processor whose arguments are fields of a source: it is known when the fields are. No worker gets it.
package struct UnresolvedStep: Step {}
