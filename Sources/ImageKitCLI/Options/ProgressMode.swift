import ArgumentParser

/// Whether a run shows a progress bar. With `auto`, it shows one in a terminal.
enum ProgressMode: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}
