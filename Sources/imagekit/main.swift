import ImageKitCLI

ImageKitCommand.requireThreads()
await ImageKitCommand.start()
