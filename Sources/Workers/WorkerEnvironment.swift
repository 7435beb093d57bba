/// The environment of worker processes.
///
/// A worker gets the variables of this process, because it needs some of them to start (`PATH`, `LD_LIBRARY_PATH`,
/// `HOME`, `FONTCONFIG_PATH`, …), and the programs that it runs (`exec`) can need any of them. It does not get the
/// variables that change how the libraries decode, because the same registry must make the same images everywhere. One
/// of these variables, `GIO_EXTRA_MODULES`, even loads code.
package enum WorkerEnvironment {
    private static let droppedPrefixes = ["VIPS_", "G_", "GIO_", "PANGO_"]

    /// Whether a worker does not get the variable.
    static func drops(_ name: String) -> Bool { droppedPrefixes.contains { name.hasPrefix($0) } }

    /// - Parameter environment: the environment of this process.
    package static func cleaned(_ environment: [String: String]) -> [String: String] {
        environment.filter { !drops($0.key) }
    }
}
