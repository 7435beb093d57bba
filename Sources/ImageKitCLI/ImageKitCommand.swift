import ArgumentParser

/// `imagekit`: makes images from images, as a registry says.
package struct ImageKitCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "imagekit",
        abstract: "Makes thumbnails and other images from folders of images, as specs.json says.",
        discussion: """
            A registry, specs.json, names generators: which images to make, from which sources, with which processors. \
            "imagekit generateimages" makes every one that is missing or out of date.
            """,
        version: version,
        subcommands: [
            GenerateImages.self, GenerateImage.self, Thumbnail.self, ProcessCommand.self, WatchCommand.self,
            StatusCommand.self, PruneCommand.self, Invalidate.self, Clear.self,
            List.self, Validate.self, Processors.self, Formats.self, Doctor.self, ImportDjango.self,
        ]
    )

    static let version = "0.1.0"

    package init() {}

    /// Runs the command that the process was started with, and exits.
    package static func start() async {
        await main(withAttributesAsOptions(Array(CommandLine.arguments.dropFirst())))
        if StandardStream.lostOutput { exit(withError: ExitStatus.incomplete.code) }
    }
}
