/// A pointer to `ZigzagOrder.stored` for the loops over blocks. The array must outlive the pointer.
struct CoefficientOrder {
    private let start: UnsafePointer<UInt8>

    init(_ order: UnsafeBufferPointer<UInt8>) {
        guard let start = order.baseAddress, order.count == ZigzagOrder.count, order.allSatisfy({ $0 < 64 }) else {
            preconditionFailure("not an order of coefficients")
        }
        self.start = start
    }

    /// Returns the index of a coefficient in a stored block. The result is less than 64 for any `coefficient`, even if
    /// broken data leads to a `coefficient` of 64 or more.
    @inline(__always)
    func index(_ coefficient: Int) -> Int { Int(start[coefficient & (ZigzagOrder.count &- 1)]) }
}
