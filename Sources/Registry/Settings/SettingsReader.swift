import Files
import ImageSpecs
import Storage

/// Reads the settings. The command line overrides the environment, and the environment overrides the registry.
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

    /// Variables that earlier versions read. Now, their names have the prefix `IMAGEKIT_`.
    private static let formerVariables = ["MEDIA_ROOT", "MEDIA_URL"]

    /// Reads the settings. Checks every value, even if another value overrides it.
    /// - Parameters:
    ///   - node: the registry's `settings`; nil if the registry has no settings.
    ///   - storages: the registry's `storages`.
    package func settings(_ node: RegistryNode?, storages: RegistryNode? = nil) -> Settings {
        var settings = Settings(mediaRoot: folder)
        for assignment in ofRegistry(node) + ofEnvironment() + overrides { assignment.apply(to: &settings) }
        settings.stateTrust = StateTrust(environment: environment)
        if !settings.mediaRoot.hasPrefix("/") {
            settings.mediaRoot = SourceName.normalize(folder + "/" + settings.mediaRoot)
        }
        settings.spoolDir = settings.spoolDir.map(absolute)
        settings.djangoCache = settings.djangoCache?.resolved(absolute, environment)
        locate(&settings, node)
        let checked = StoragesReader(storages)
        if let bucket = settings.storage?.bucket {
            let (configured, endpoint) = configured(bucket, checked)
            let url = endpoint.map { configured.publicURL ?? $0.url(ofPrefix: configured.configuration.prefix) }
            settings.storage = FileStorage(baseURL: url, bucket: configured)
        }
        settings.sharedState = settings.sharedState.map { configured($0, checked).bucket }
        return settings
    }

    /// Returns a bucket after setting the options of the registry and of the environment. Also returns the endpoint of
    /// the bucket. If its URL is invalid, reports an error, and the endpoint is nil.
    /// - Parameter storages: the registry's `storages`.
    func configured(
        _ bucket: BucketStorage,
        storages: RegistryNode?
    ) -> (bucket: BucketStorage, endpoint: S3Endpoint?) {
        configured(bucket, StoragesReader(storages))
    }

    private func configured(
        _ bucket: BucketStorage,
        _ storages: StoragesReader
    ) -> (bucket: BucketStorage, endpoint: S3Endpoint?) {
        var bucket = storages.configured(bucket)
        let aws = AWSEnvironment(environment)
        bucket.environment = aws
        guard let endpoint = S3Storage.endpoint(of: bucket.configuration, aws) else {
            report("AWS_ENDPOINT_URL", "it is not the URL of a server, such as https://s3.example.com")
            return (bucket, nil)
        }
        bucket.configuration.endpoint = bucket.configuration.endpoint ?? aws.endpoint
        bucket.configuration.region = S3Storage.region(of: bucket.configuration, aws)
        return (bucket, endpoint)
    }

    /// Makes the folders of the storage and the state absolute. Reports an error if the location of the storage
    /// contains the state, or if the cache folder contains the state outside `.imagekit`, because both folders are
    /// published. Also reports an error if the default folder of the state would be in a subfolder of `MEDIA_ROOT`,
    /// because a subfolder that contains `.imagekit` counts as a cache folder, which has no sources. Reports a warning
    /// if the originals would be published.
    private func locate(_ settings: inout Settings, _ node: RegistryNode?) {
        settings.stateDir = settings.stateDir.map(absolute)
        if let state = settings.stateDir, settings.storage?.location == nil, isPath(state, in: settings.cacheFolder),
            !isPath(state, in: settings.cacheFolder + "/" + PrivateFolder.name)
        {
            report(
                "IMAGEKIT_STATE_DIR",
                in: node,
                "\(state) is in the cache folder, \(settings.cacheFolder), which is published: name a folder outside it"
            )
        }
        guard let location = settings.storage?.location.map({ absolute(SourceName.normalize($0)) }) else { return }
        settings.storage?.location = location
        let isGiven = settings.stateDir != nil
        let state = settings.stateDir ?? folder + "/" + PrivateFolder.name
        settings.stateDir = state
        let parent = SourceName.split(state).folder
        if isPath(state, in: location) {
            report(
                "IMAGEKIT_DEFAULT_FILE_STORAGE",
                in: node,
                "its location, \(location), contains the state, \(state), which must not be published: set "
                    + "IMAGEKIT_STATE_DIR to another folder"
            )
        } else if !isGiven, parent != settings.mediaRoot, isPath(parent, in: settings.mediaRoot) {
            report(
                "IMAGEKIT_DEFAULT_FILE_STORAGE",
                in: node,
                "the state would be in \(state), and no source is in a folder that contains .imagekit: set "
                    + "IMAGEKIT_STATE_DIR to a folder outside MEDIA_ROOT"
            )
        }
        if isPath(settings.mediaRoot, in: location) {
            let relation = location == settings.mediaRoot ? "is" : "contains"
            node?["IMAGEKIT_DEFAULT_FILE_STORAGE"]?.warning(
                "its location, \(location), \(relation) MEDIA_ROOT, so the originals are published"
            )
        }
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : SourceName.normalize(folder + "/" + path)
    }

    private func report(_ key: String, in node: RegistryNode?, _ message: String) {
        if let member = node?[key] { member.problem(message) } else { report(key, message) }
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
