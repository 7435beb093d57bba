import Files
import FileSearch
import Registry

extension LinkResolver {
    package init(_ settings: Settings) {
        let root = resolvedPath(settings.mediaRoot) ?? settings.mediaRoot
        self.init(root: root, cacheFolder: CacheFolder(name: settings.cacheFolderAmongSources, root: root))
    }
}
