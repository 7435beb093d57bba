extension TIFFLayout {
    /// The number of strips or tiles in all planes. A decoder unpacks each of them separately, which takes time.
    package var pieceCount: (count: Int, overflow: Bool) {
        let columns = tile.map { (size.width - 1) / $0.width + 1 } ?? 1
        let rows = (size.height - 1) / (tile?.height ?? rowsPerStrip) + 1
        let (plane, planeOverflows) = columns.multipliedReportingOverflow(by: rows)
        let (count, overflows) = plane.multipliedReportingOverflow(by: isPlanar ? samplesPerPixel : 1)
        return (count, planeOverflows || overflows)
    }
}
