/// The server of a bucket: the parts of the URLs of its objects.
package struct S3Endpoint: Sendable, Equatable {
    let scheme: String
    /// The host with its port, as in the `Host` header.
    let host: String
    /// The path before the keys, percent-encoded, without a slash at its end.
    let basePath: String

    /// - Returns: nil if the endpoint is not an HTTP URL of a server.
    package init?(_ configuration: S3Configuration, endpoint: String?, region: String) {
        let isOfAWS = endpoint == nil
        let url = endpoint ?? "https://s3.\(region).amazonaws.com"
        guard let (scheme, host, path) = Self.parts(url) else { return nil }
        // If an endpoint is set, the bucket is in the path by default, because many servers have no DNS records for
        // hosts that start with a bucket. Without an endpoint, only a bucket with a dot in its name is in the path: the
        // wildcard in the certificate of AWS does not match a name with a dot.
        let pathStyle = configuration.pathStyle ?? (!isOfAWS || configuration.bucket.contains("."))
        self.scheme = scheme
        self.host = pathStyle ? host : "\(configuration.bucket).\(host)"
        basePath = pathStyle ? "\(path)/\(configuration.bucket.uriEncoded())" : path
    }

    /// Returns the parts of an endpoint; nil if it is not an HTTP URL, or if it has a user, a query, or a fragment.
    package static func parts(_ url: String) -> (scheme: String, host: String, path: String)? {
        guard let mark = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<mark.lowerBound].lowercased()
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        guard scheme == "http" || scheme == "https", !authority.isEmpty,
            !rest.contains(where: { "@?#".contains($0) || $0.isWhitespace })
        else { return nil }
        // If the port is the default, libcurl does not send it in `Host`. So the signature must not contain it either.
        let port = scheme == "http" ? ":80" : ":443"
        let host = authority.hasSuffix(port) ? authority.dropLast(port.count) : authority
        return (scheme, String(host), String(path.reversed().drop { $0 == "/" }.reversed()))
    }

    /// The public URL of the prefix on the server, with a slash at its end.
    package func url(ofPrefix prefix: String) -> String {
        let path = prefix.isEmpty ? "" : "/" + prefix.uriEncoded(keeping: "/")
        return "\(scheme)://\(host)\(basePath)\(path)/"
    }
}
