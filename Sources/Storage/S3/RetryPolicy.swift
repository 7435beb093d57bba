/// How often and when a failed request is sent again.
///
/// A failed request is sent again only if it can succeed later: if a connection or a transfer failed, or if an
/// overloaded or broken server refused the request. All requests to a storage can be repeated without harm.
package struct RetryPolicy: Sendable {
    /// The maximum number of attempts, including the first one.
    package var attempts = 5
    private static let firstPause = Duration.milliseconds(200)
    private static let longestPause = Duration.seconds(10)

    package init(attempts: Int = 5) { self.attempts = max(1, attempts) }

    /// The pause before the next attempt: a random part of a time that doubles with each attempt ("full jitter"), so
    /// that parallel uploads are not repeated at the same moment.
    /// - Parameters:
    ///   - attempt: the number of attempts so far, from 1.
    ///   - fraction: a random number from 0 to 1.
    static func pause(after attempt: Int, fraction: Double) -> Duration {
        min(firstPause * (1 << min(attempt - 1, 16)), longestPause) * fraction
    }

    func allows(_ attempt: Int, after error: TransportError) -> Bool { attempt < attempts && error.isTransient }

    func allows(_ attempt: Int, after error: ServiceError) -> Bool { attempt < attempts && error.isTransient }
}
