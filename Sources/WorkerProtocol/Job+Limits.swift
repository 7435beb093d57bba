import ImageSpecs

extension Job {
    /// What an image may cost before it is refused, and which files are decoded at all. Messages name a limit by its setting.
    package struct Limits: Sendable, Codable, Hashable {
        /// Width × height × frames: `max_pixels`.
        package var pixels: Int
        /// Of an animation that keeps them: `max_frames`.
        package var frames: Int
        /// Of a source: `max_file_size`.
        package var fileBytes: Int
        /// Of a cache file: `max_output_size`.
        package var outputBytes: Int
        /// Bytes that a worker may take for its data: `max_memory`.
        package var memory: Int
        /// `allow_formats`, with those of `allow_loaders`.
        package var formats: [SourceFormat]
        /// Whether sources that are cut off are shown as far as they go: `truncated`.
        package var truncated: Truncated

        package init(
            pixels: Int = 100_000_000,
            frames: Int = 1000,
            fileBytes: Int = 1 << 30,
            outputBytes: Int = 1 << 30,
            memory: Int = 1 << 30,
            formats: [SourceFormat] = SourceFormat.trusted,
            truncated: Truncated = .refuse
        ) {
            self.pixels = pixels
            self.frames = frames
            self.fileBytes = fileBytes
            self.outputBytes = outputBytes
            self.memory = memory
            self.formats = formats
            self.truncated = truncated
        }
    }
}
