import ArgumentParser

/// The format of the report of a run.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}
