/// Detects RAW photographs in a TIFF container: DNG, NEF, ARW, PEF and similar formats. The first picture of such a
/// file is often only a small preview, so these files are refused.
package enum CameraRAW {
    private static let dngVersion = 50706
    private static let photometric = 262
    private static let subdirectories = 330
    /// The values of PhotometricInterpretation for colour filter arrays and linear RAW (DNG 1.7).
    private static let sensorSamples = [32803, 34892]
    /// The maximum number of subdirectories that are checked. Cameras write fewer subdirectories.
    private static let maxDirectories = 16

    /// Returns whether a TIFF holds the samples of a camera's sensor.
    /// - Parameter directory: the first directory of the file.
    package static func isRAW(_ file: some ByteSource, _ directory: TIFFDirectory) -> Bool {
        if directory.number(dngVersion) != nil || hasSensorSamples(directory) { return true }
        let offsets = directory.numbers(subdirectories, maxCount: maxDirectories) ?? []
        return offsets.contains { offset in
            (try? TIFFDirectory(of: file, at: offset)).map(hasSensorSamples) ?? false
        }
    }

    private static func hasSensorSamples(_ directory: TIFFDirectory) -> Bool {
        directory.number(photometric).map(sensorSamples.contains) ?? false
    }
}
