/// What a smart crop keeps.
package enum Interest: Hashable, Sendable {
    /// As in PILKit, the sides with the least entropy go.
    case entropy
    /// What libvips finds to draw the eye: edges, skin and saturated colours.
    case attention
}
