/// Something to report about the sources of a group.
package struct SourceNotice: Sendable {
    package enum Kind: Sendable {
        /// Sources can be missing because of an error, so the run fails.
        case failure
        /// Somebody has to change the folders, the links, or the registry.
        case warning
        /// Nobody has to act, for example because of an empty table. A scheduled command does not print it.
        case everyday
    }

    package let kind: Kind
    package let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
