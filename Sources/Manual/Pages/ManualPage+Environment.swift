import Registry

extension ManualPage {
    mutating func environment() {
        heading("ENVIRONMENT")
        paragraph("Variables override the settings of the registry, and options override variables.")
        let variables = Setting.all.compactMap { setting in setting.variable.map { ("Ev \($0)", setting.plainSummary) }
        }
        list(
            [
                ("Ev IMAGEKIT_REGISTRY", "The path of the registry."),
                ("Ev IMAGEKIT_WORKER", "The path of the executable imagekit-worker."),
            ] + variables
        )
    }

    mutating func files() {
        heading("FILES")
        list([
            ("Pa specs.json", "The registry. imagekit finds it in the current folder or in the nearest parent folder."),
            ("Pa CACHE/images", "The cache folder, relative to MEDIA_ROOT."),
            ("Pa CACHE/images/.imagekit", "The state of the cache folder, its lock, and unfinished files."),
        ])
    }
}
