import ImageKitCLI

ImageKitCommand.requireArgumentsAndThreads()
await ImageKitCommand.start()
