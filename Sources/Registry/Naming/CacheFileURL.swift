import ImageSpecs

extension Settings {
    /// Returns the URL of a cache file. Django's file system storage gives the same URL.
    package func url(of name: String) -> String { storageURL + percentEncoded(name) }
}
