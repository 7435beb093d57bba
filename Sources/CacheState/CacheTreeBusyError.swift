/// Another process holds the lock of the cache folder, or is making the requested image.
package struct CacheTreeBusyError: Error, CustomStringConvertible {
    let path: String

    package init(path: String) { self.path = path }

    package var description: String { "another run is using \(path)" }
}
