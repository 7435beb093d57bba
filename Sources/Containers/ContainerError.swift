/// The reason why a file cannot be read.
package enum ContainerError: Error, Equatable {
    /// The file violates the rules of its format, or it is truncated.
    case corrupt(String)
    /// The file uses a feature that is not supported.
    case unsupported(String)
}
