/// Runs a program that reads an image on its standard input and writes an image on its standard output.
package struct Exec: Step {
    /// The program and its arguments. The array has at least one word. `{width}` and `{height}` stand for the size of
    /// the image.
    package let command: [String]
    /// The format that the program reads: PNG or TIFF.
    package let format: ImageFormat

    package static let formats: [ImageFormat] = [.png, .tiff]

    static let definition = ProcessorDefinition(
        "exec",
        in: "imagekit.processors",
        .own,
        "Runs a [program](#programs) that reads an image from its standard input and writes an image to its standard "
            + "output. Needs `allow_exec` in the settings.",
        resultSize: "the size of the program's image",
        [
            .required(
                "command",
                .command,
                "The program and its arguments; `{width}` and `{height}` stand for the size of the image. "
                    + "If the program contains a slash, it is a path, and a relative path starts at the registry's "
                    + "folder. Otherwise, the program is looked up in `PATH`."
            ),
            .optional(
                "format",
                .programFormat,
                default: .string(ImageFormat.png.rawValue),
                "The format that the program reads. The program can write PNG or TIFF."
            ),
        ],
        form: .arrayIsFirst,
        example: ProcessorExample(#"{"exec": ["./posterize.py", "2"]}"#)
    ) { arguments throws(ProcessorCallError) in
        Exec(
            command: try arguments.read("command") { $0.tuple?.compactMap(\.string) },
            format: try arguments.read("format") { $0.string.flatMap(ImageFormat.init(name:)) }
        )
    }
}
