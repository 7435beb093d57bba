import ArgumentParser

/// Whether a run shows a progress bar. With `auto`, it shows one in a terminal that can erase the bar, unless the user
/// gives `--quiet`.
enum ProgressMode: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}
