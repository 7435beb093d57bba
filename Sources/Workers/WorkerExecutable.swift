/// Finds `imagekit-worker`: at the path in `IMAGEKIT_WORKER`, or where `InstalledExecutable` finds it.
package enum WorkerExecutable {
    package static func find(environment: [String: String]) throws(MissingExecutableError) -> String {
        let worker = InstalledExecutable("imagekit-worker", variable: "IMAGEKIT_WORKER")
        return try worker.find(environment: environment)
    }
}
