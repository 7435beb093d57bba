/// Django's tags take the attributes of the `<img>` tag after `--`, and several sources can come before it. The parser
/// cannot distinguish these two lists, so each word after `--` becomes an option.
///
/// `thumbnail 100x50 a.jpg -- alt=A` → `thumbnail 100x50 a.jpg --attribute=alt=A`
func withAttributesAsOptions(_ arguments: [String]) -> [String] {
    let commands = [GenerateImage.configuration.commandName, Thumbnail.configuration.commandName]
    guard let command = arguments.first, commands.contains(command), let end = arguments.firstIndex(of: "--") else {
        return arguments
    }
    return arguments[..<end] + arguments[(end + 1)...].map { "--attribute=\($0)" }
}
