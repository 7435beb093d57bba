import ArgumentParser
import Operations

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a specs.json for the folders that contain pictures.",
        discussion: """
            Searches for pictures. Writes a source group for each folder that contains pictures, and two generators: \
            a thumbnail and a large picture. An existing specs.json stays unchanged.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "MEDIA_ROOT, the folder of the pictures. Default: media if it contains pictures, otherwise this folder.",
            valueName: "folder"
        )
    )
    var folder: String?

    private static let path = "specs.json"

    func run() throws {
        let draft = try exitOnError {
            let draft = try RegistryDraft(folder: folder)
            try draft.write(to: Self.path)
            return draft
        }
        let output = StandardStream.output
        output.writeLine("\(Self.path): written: \(counted(draft.groups.count, "source group")), 2 generators")
        for group in draft.groups {
            let folder = [draft.mediaRoot, group.folder].filter { !$0.isEmpty && $0 != "." }.joined(separator: "/")
            let location = folder.isEmpty ? "this folder" : folder
            output.writeLine("\(group.name): \(counted(group.pictures, "picture")) in \(location)".oneLine)
        }
        output.writeLine("make the images: imagekit generateimages")
    }
}
