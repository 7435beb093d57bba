/// When each frame of an animation is shown.
package struct AnimationTiming: Equatable {
    /// Milliseconds, one for each frame.
    package var delays: [Int]
    /// How often the animation plays; 0 is for ever.
    package var loop: Int
}
