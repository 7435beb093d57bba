import Pictures

extension Size {
    /// The maximum number of pixels after a resize or on a canvas. This limit prevents a wrong spec from exhausting the
    /// memory.
    private static let maxPixels = 1 << 28

    /// - Throws: `ProcessorError` for a size that is empty or too large.
    func checked() throws -> Size {
        guard width > 0, height > 0, width <= Size.maxPixels / height else {
            throw ProcessorError(description: "the image would have the size \(self)")
        }
        return self
    }
}
