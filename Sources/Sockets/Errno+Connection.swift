import SystemPackage

extension Errno {
    /// The reason why a server cannot be used, for a message.
    package var connectionReason: String {
        // The system's text, "Cannot assign requested address", does not say that a name has no address.
        self == .addressNotAvailable ? "the host is unknown, or its address cannot be used" : description
    }
}
