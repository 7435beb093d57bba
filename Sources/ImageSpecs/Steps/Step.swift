/// The work of a processor, with checked arguments. `Processing` implements each type of step.
///
/// Several processors can have the same type of step. `Thumbnail` creates the steps of three other processors.
package protocol Step: Hashable, Sendable {
    /// A problem that PILKit reports only when it makes the first image, after django-imagekit has computed the name of
    /// this image. So commands that need only names accept a spec with such a problem.
    var problemWhenRun: (argument: String, reason: String)? { get }
}

extension Step {
    package var problemWhenRun: (argument: String, reason: String)? { nil }

    /// Returns whether the other step has the same type and the same arguments.
    package func isEqual(to other: any Step) -> Bool { other as? Self == self }
}

/// The step of a processor whose arguments refer to fields of a source. The real step is known only when the values of
/// the fields have replaced the references. This happens before a job is sent, so workers never get this step.
package struct UnresolvedStep: Step {}
