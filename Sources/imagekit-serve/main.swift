import HTTPServing
import ImageKitCLI

ImageKitCommand.requireArgumentsAndThreads()
await ServeCommand.start { configuration in try await HTTPServer(configuration).run() }
