import Foundation

/// The executables that were built together with these tests.
enum Executables {
    static var imagekit: String { folder + "/imagekit" }
    static var worker: String { folder + "/imagekit-worker" }

    /// The folder of the test bundle.
    private static let folder: String = {
        #if os(Linux)
            let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        #else
            let bundle =
                Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? Bundle.main.bundleURL
        #endif
        return bundle.deletingLastPathComponent().path
    }()
}

enum Repository {
    static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
}
