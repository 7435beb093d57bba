import Registry
import Workers

/// The resolved options of `imagekit serve`.
package struct ServerConfiguration: Sendable {
    package let registry: Registry
    /// Creates the workers.
    package let runners: any JobRunnerFactory
    package var address = ListenAddress.standard
    /// The maximum number of images that are made at the same time.
    package var jobs = 1
    /// The maximum number of images that are made or wait at the same time. It is also the maximum number of uploads
    /// that are received or processed at the same time.
    package var queue = 1000
    package var accessLog: AccessLog?
    /// The rules for uploads; nil if no uploads are accepted.
    package var uploads: UploadPolicy?
    /// Prints a message.
    package let report: @Sendable (ServerMessage) -> Void

    package init(
        registry: Registry,
        runners: any JobRunnerFactory,
        report: @escaping @Sendable (ServerMessage) -> Void
    ) {
        self.registry = registry
        self.runners = runners
        self.report = report
    }
}
