import Containers

/// The durations of the frames of an animation, and the loop count.
package struct AnimationTiming: Equatable {
    /// The duration of each frame in milliseconds.
    package var delays: [Int]
    /// The number of times that the animation plays. 0 means that it never ends.
    package var loop: Int
}

extension AnimationTiming {
    init(_ animation: AnimatedPNG) {
        self.init(delays: animation.frames.map(\.delay), loop: animation.plays)
    }
}
