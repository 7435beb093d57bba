/// A 3×3 matrix that converts between linear colour spaces.
package struct ColorMatrix: Equatable, Sendable {
    /// The rows from top to bottom.
    package let rows: [SIMD3<Double>]

    package init(rows: SIMD3<Double>...) {
        precondition(rows.count == 3)
        self.rows = rows
    }

    package init(columns first: SIMD3<Double>, _ second: SIMD3<Double>, _ third: SIMD3<Double>) {
        rows = (0..<3).map { SIMD3(first[$0], second[$0], third[$0]) }
    }

    package init(diagonal: SIMD3<Double>) {
        rows = (0..<3).map { index in
            var row = SIMD3<Double>()
            row[index] = diagonal[index]
            return row
        }
    }

    /// Returns a column, from top to bottom. The index is 0, 1, or 2.
    package func column(_ index: Int) -> SIMD3<Double> { SIMD3(rows[0][index], rows[1][index], rows[2][index]) }

    /// Returns the product of the matrix and a column vector.
    package static func * (matrix: ColorMatrix, vector: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3((matrix.rows[0] * vector).sum(), (matrix.rows[1] * vector).sum(), (matrix.rows[2] * vector).sum())
    }

    /// Returns the matrix product. The product applies `right` first, and then `left`.
    package static func * (left: ColorMatrix, right: ColorMatrix) -> ColorMatrix {
        ColorMatrix(columns: left * right.column(0), left * right.column(1), left * right.column(2))
    }

    /// The inverse, or nil if the matrix is singular.
    package var inverse: ColorMatrix? {
        let (x, y, z) = (rows[0], rows[1], rows[2])
        let cofactors = [cross(y, z), cross(z, x), cross(x, y)]
        let determinant = (x * cofactors[0]).sum()
        guard determinant.isFinite, abs(determinant) > 1e-9 else { return nil }
        return ColorMatrix(
            columns: cofactors[0] / determinant,
            cofactors[1] / determinant,
            cofactors[2] / determinant
        )
    }

    private func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }
}
