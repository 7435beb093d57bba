import Pictures

extension Size {
    /// More pixels than any step needs: a mistake in a spec must not take all of the memory.
    private static let maxPixels = 1 << 28

    /// - Throws: `ProcessorError` for a size that is empty or too large.
    func checked() throws -> Size {
        guard width > 0, height > 0, width <= Size.maxPixels / height else {
            throw ProcessorError(description: "the image would come out \(self)")
        }
        return self
    }
}
