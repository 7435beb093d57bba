/// What the caller needs to know about fresh images.
package enum FreshImages {
    /// Only the number of fresh images.
    case counted
    /// The names of fresh images.
    case named
    /// Everything that the state records about fresh images.
    case described
}
