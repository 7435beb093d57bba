import ImageSpecs

extension Job {
    /// The maximum cost of an image, and the formats that may be decoded. Messages name a limit by its setting.
    package struct Limits: Sendable, Codable, Hashable {
        /// The maximum of width × height × frames (`max_pixels`).
        package var pixels: Int
        /// The maximum number of frames of an animation that keeps all frames (`max_frames`).
        package var frames: Int
        /// The maximum size of a source in bytes (`max_file_size`).
        package var fileBytes: Int
        /// The maximum size of a cache file in bytes (`max_output_size`).
        package var outputBytes: Int
        /// The maximum size of a worker's data in bytes (`max_memory`).
        package var memory: Int
        /// The formats that may be decoded: the formats in `allow_formats` and `allow_loaders`.
        package var formats: [ImageFormat]
        /// Whether truncated sources are decoded as far as possible (`truncated`).
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
