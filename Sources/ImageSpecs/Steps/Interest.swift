/// The criterion by which a smart crop chooses the part that it keeps.
package enum Interest: Hashable, Sendable {
    /// The crop removes the sides with the least entropy, as in PILKit.
    case entropy
    /// The crop keeps the part that libvips finds interesting: edges, skin and saturated colours.
    case attention
}
