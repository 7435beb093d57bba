import SystemPackage

extension Errno {
    /// The reason why a server cannot be used, for a message.
    package var connectionReason: String {
        // `SocketStream` also throws this code for an unknown host. The system's text, "Cannot assign requested
        // address", does not say so.
        self == .addressNotAvailable ? "the host is unknown, or its address cannot be used" : description
    }
}
