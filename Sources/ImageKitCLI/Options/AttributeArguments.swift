/// For `generateimage` and `thumbnail`, converts each word after `--` to an `--attribute` option. As in Django's tags,
/// these words are the attributes of the `<img>` tag. Without the conversion, ArgumentParser treats all words after
/// `--` as positional arguments, and appends them to the sources. The arguments of other commands do not change.
///
/// `thumbnail 100x50 a.jpg -- alt=A` → `thumbnail 100x50 a.jpg --attribute=alt=A`
func withAttributesAsOptions(_ arguments: [String]) -> [String] {
    let commands = [GenerateImageCommand.configuration.commandName, ThumbnailCommand.configuration.commandName]
    guard let command = arguments.first, commands.contains(command), let end = arguments.firstIndex(of: "--") else {
        return arguments
    }
    return arguments[..<end] + arguments[(end + 1)...].map { "--attribute=\($0)" }
}
