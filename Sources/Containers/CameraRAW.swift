/// RAW photographs in the container of TIFF: DNG, NEF, ARW, PEF and others. Their first picture is often a small preview.
package enum CameraRAW {
    private static let dngVersion = 50706
    private static let photometric = 262
    private static let subdirectories = 330
    /// Samples behind a filter of colours, and samples of a camera's own colours (DNG 1.7, PhotometricInterpretation).
    private static let sensorSamples = [32803, 34892]
    /// More directories than a camera writes.
    private static let mostDirectories = 16

    /// Whether a TIFF holds the samples of a camera's sensor.
    /// - Parameter directory: the first of the file.
    package static func isRAW(_ file: some ByteSource, _ directory: TIFFDirectory) -> Bool {
        if directory.number(dngVersion) != nil || hasSensorSamples(directory) { return true }
        let offsets = directory.numbers(subdirectories, most: mostDirectories) ?? []
        return offsets.contains { offset in
            (try? TIFFDirectory(of: file, at: offset)).map(hasSensorSamples) ?? false
        }
    }

    private static func hasSensorSamples(_ directory: TIFFDirectory) -> Bool {
        directory.number(photometric).map(sensorSamples.contains) ?? false
    }
}
