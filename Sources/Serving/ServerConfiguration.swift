import Registry
import Workers

/// The resolved options of `imagekit serve`.
package struct ServerConfiguration: Sendable {
    package let registry: Registry
    /// Creates the workers.
    package let runners: any JobRunnerFactory
    package var address = ListenAddress.standard
    /// The number of images that are made at the same time.
    package var jobs = 1
    /// The number of images that can be made or wait at the same time.
    package var queue = 1000
    package var accessLog: AccessLog?
    /// Nil if no uploads are accepted.
    package var uploads: UploadPolicy?
    /// Prints a message, such as `error` and its text.
    package let report: @Sendable (_ kind: String, _ message: String) -> Void

    package init(
        registry: Registry,
        runners: any JobRunnerFactory,
        report: @escaping @Sendable (_ kind: String, _ message: String) -> Void
    ) {
        self.registry = registry
        self.runners = runners
        self.report = report
    }
}
