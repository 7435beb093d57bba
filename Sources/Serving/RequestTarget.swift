/// The resource that the first line of a request names.
package enum RequestTarget: Equatable, Sendable {
    /// A possible name of a cache file. It is not checked yet whether a cache file can have this name.
    case cacheFile(String)
    /// A name that ends in `.auto`. The value is the name without this ending. The server chooses the format by
    /// `Accept`.
    case automatic(String)
    /// The path `/-/ID/SOURCE`. The source is empty for a canvas.
    case image(generator: String, source: String)
    case process(generator: String)
    case health, ready, metrics
    /// No resource of this server.
    case unknown
    /// The text is not a valid path.
    case malformed
}
