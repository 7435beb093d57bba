import ImageKitCLI

await ImageKitCommand.start()
