import ImageSpecs

extension Job {
    /// The maximum cost of an image, and the formats that may be decoded. Messages name a limit by its setting.
    package struct Limits: Sendable, Codable, Hashable {
        /// Width × height × frames: `max_pixels`.
        package var pixels: Int
        /// The number of frames of an animation that keeps them: `max_frames`.
        package var frames: Int
        /// The size of a source: `max_file_size`.
        package var fileBytes: Int
        /// The size of a cache file: `max_output_size`.
        package var outputBytes: Int
        /// The size of a worker's data in bytes: `max_memory`.
        package var memory: Int
        /// `allow_formats`, with the formats of `allow_loaders`.
        package var formats: [ImageFormat]
        /// Whether truncated sources are decoded as far as possible: `truncated`.
        package var truncated: Truncated

        package init(
            pixels: Int = 100_000_000,
            frames: Int = 1000,
            fileBytes: Int = 1 << 30,
            outputBytes: Int = 1 << 30,
            memory: Int = 1 << 30,
            formats: [ImageFormat] = ImageFormat.trusted,
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
