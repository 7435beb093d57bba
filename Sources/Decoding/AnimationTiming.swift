import Containers

/// When each frame of an animation is shown.
package struct AnimationTiming: Equatable {
    /// Milliseconds, one for each frame.
    package var delays: [Int]
    /// How often the animation plays; 0 is without an end.
    package var loop: Int
}

extension AnimationTiming {
    init(_ animation: AnimatedPNG) {
        // Browsers show a frame of 10 ms or less for 100.
        self.init(delays: animation.frames.map { $0.delay <= 10 ? 100 : $0.delay }, loop: animation.plays)
    }
}
