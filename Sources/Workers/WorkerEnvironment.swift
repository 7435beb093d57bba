/// The environment of worker processes.
///
/// A worker gets the variables of this process, because it needs some to start (`PATH`, `LD_LIBRARY_PATH`, `HOME`,
/// `FONTCONFIG_PATH`, …) and its programs (`exec`) can need any. It does not get those that change how the libraries decode:
/// the same registry has to make the same images everywhere, and `GIO_EXTRA_MODULES` even loads code.
package enum WorkerEnvironment {
    private static let droppedPrefixes = ["VIPS_", "G_", "GIO_", "PANGO_"]

    /// Whether a worker does not get the variable.
    static func drops(_ name: String) -> Bool { droppedPrefixes.contains { name.hasPrefix($0) } }

    /// - Parameter environment: the environment of this process.
    package static func cleaned(_ environment: [String: String]) -> [String: String] {
        environment.filter { !drops($0.key) }
    }
}
