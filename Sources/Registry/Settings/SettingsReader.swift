import ImageSpecs

/// Reads the settings: the command line overrides the environment, which overrides the registry.
package struct SettingsReader {
    private let folder: String
    private let environment: [String: String]
    private let overrides: [SettingAssignment]
    private let log: ProblemLog

    /// - Parameters:
    ///   - folder: the registry's folder, an absolute path.
    ///   - overrides: settings from the command line.
    package init(
        folder: String,
        environment: [String: String],
        overrides: [SettingAssignment] = [],
        log: ProblemLog
    ) {
        self.folder = folder
        self.environment = environment
        self.overrides = overrides
        self.log = log
    }

    /// Variables of Django that earlier versions read without the prefix.
    private static let formerVariables = ["MEDIA_ROOT", "MEDIA_URL"]

    /// Checks every value, including values that are overridden.
    /// - Parameter node: the registry's `settings`. It is nil if the registry has none.
    package func settings(_ node: RegistryNode?) -> Settings {
        var settings = Settings(mediaRoot: folder)
        for assignment in ofRegistry(node) + ofEnvironment() + overrides { assignment.apply(to: &settings) }
        settings.stateTrust = StateTrust(environment: environment)
        if !settings.mediaRoot.hasPrefix("/") {
            settings.mediaRoot = SourceName.normalize(folder + "/" + settings.mediaRoot)
        }
        return settings
    }

    private func ofRegistry(_ node: RegistryNode?) -> [SettingAssignment] {
        let given = node?.members(known: Setting.all.map(\.name), "an object of settings") ?? [:]
        return Setting.all.compactMap { setting in
            given[setting.name].flatMap { node in setting.assignment(of: node.value) { node.problem($0) } }
        }
    }

    private func ofEnvironment() -> [SettingAssignment] {
        for name in Self.formerVariables where variable(name) != nil {
            guard let setting = Setting.all.first(where: { $0.name == name })?.variable, variable(setting) == nil else {
                continue
            }
            report(name, "ImageKit does not read it: set \(setting) instead, or unset \(name)")
        }
        return Setting.all.compactMap { setting in
            if let name = setting.refusedVariable, variable(name) != nil {
                report(
                    name,
                    "\(setting.name) is not read from the environment: set \"\(setting.name)\" in the settings of the "
                        + "top-level registry, and unset \(name)"
                )
            }
            guard let name = setting.variable, let text = variable(name) else { return nil }
            return setting.assignment(parsing: text) { report(name, $0) }
        }
    }

    /// Returns the value of a variable. An empty variable counts as not set.
    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func report(_ variable: String, _ message: String) {
        let path = "environment variable \(variable)"
        log.add(RegistryProblem(file: nil, position: nil, path: path, message: message))
    }
}
