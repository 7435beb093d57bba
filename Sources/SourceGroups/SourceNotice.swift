/// A message about the sources of a group, with its severity.
package struct SourceNotice: Sendable {
    /// The severity of a notice.
    package enum Kind: Sendable {
        /// Sources can be missing because of an error, so the run fails.
        case failure
        /// The folders, the links, or the registry need a change.
        case warning
        /// The notice needs no action, for example because a list of sources is empty. A command without a
        /// terminal prints it only with `--verbose`.
        case everyday
    }

    package let kind: Kind
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
