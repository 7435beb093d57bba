import HTTPServing
import ImageKitCLI

ImageKitCommand.requireThreads()
await ServeCommand.start { configuration in try await HTTPServer(configuration).run() }
