import ArgumentParser
import Registry

/// What an image may cost: each limit that is given stands before the setting of its name.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Refuse sources of more pixels: width × height × frames. Default: 100000000."))
    var maxPixels: Int?

    @Option(help: ArgumentHelp("Refuse animations of more frames. Default: 1000.", valueName: "max-frames"))
    var maxFrames: Int?

    @Option(help: ArgumentHelp("Refuse sources of more bytes, such as 500MB. Default: 1GiB.", valueName: "bytes"))
    var maxFileSize: ByteCount?

    @Option(help: ArgumentHelp("Refuse to write images of more bytes. Default: 1GiB.", valueName: "bytes"))
    var maxOutputSize: ByteCount?

    @Option(help: ArgumentHelp("How much memory a worker may take. Default: 1GiB.", valueName: "bytes"))
    var maxMemory: ByteCount?

    @Option(help: ArgumentHelp("How long one image may take. Default: 60.", valueName: "seconds"))
    var timeout: Double?

    func validate() throws {
        for (name, count) in [("max-pixels", maxPixels), ("max-frames", maxFrames)] {
            if let count, count < 1 { throw ValidationError("--\(name) \(count): give a whole number above 0.") }
        }
        if let timeout, !(timeout > 0 && timeout < 1_000_000) {
            throw ValidationError("--timeout \(timeout): give a number of seconds above 0 and below 1000000.")
        }
    }

    /// By the names of the settings.
    var settings: [String: String] {
        let given = [
            "max_pixels": maxPixels.map(String.init), "max_frames": maxFrames.map(String.init),
            "max_file_size": maxFileSize.map { "\($0.bytes)" }, "max_output_size": maxOutputSize.map { "\($0.bytes)" },
            "max_memory": maxMemory.map { "\($0.bytes)" }, "timeout": timeout.map { "\($0)" },
        ]
        return given.compactMapValues(\.self)
    }
}

extension ByteCount: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
        guard bytes > 0 else { return nil }
    }
}
