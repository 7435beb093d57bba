/// How often and when a request is sent again after a failure that can end by itself.
///
/// Such a failure is a failed connection, a failed transfer, or a refusal by an overloaded or broken server. All
/// requests to a storage can be repeated without harm. This policy does not apply to a request that is refused because
/// of its time: `S3Client` corrects `S3Clock` and sends the request again once, without a pause.
package struct RetryPolicy: Sendable {
    /// The maximum number of attempts, including the first one.
    package var attempts = 5
    private static let firstPause = Duration.milliseconds(200)
    private static let longestPause = Duration.seconds(10)

    package init(attempts: Int = 5) { self.attempts = max(1, attempts) }

    /// The pause before the next attempt: a random part of a time that doubles with each attempt, up to `longestPause`
    /// ("full jitter"). The random part prevents parallel uploads from being repeated at the same moment.
    /// - Parameters:
    ///   - attempt: the number of attempts so far, from 1.
    ///   - fraction: a random number from 0 to 1.
    static func pause(after attempt: Int, fraction: Double) -> Duration {
        min(firstPause * (1 << min(attempt - 1, 16)), longestPause) * fraction
    }

    func allows(_ attempt: Int, after error: TransportError) -> Bool { attempt < attempts && error.isTransient }

    func allows(_ attempt: Int, after error: ServiceError) -> Bool { attempt < attempts && error.isTransient }
}
