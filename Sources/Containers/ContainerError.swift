/// Why the bytes of a file are not read.
package enum ContainerError: Error, Equatable {
    /// The file breaks the rules of its format, or ends too early.
    case corrupt(String)
    /// The file is of a kind that is not read.
    case unsupported(String)
}
