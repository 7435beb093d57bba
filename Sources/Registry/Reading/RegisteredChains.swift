import Files
import ImageSpecs

/// The registry's own processors: `"processors": {"brand:watermark": [chain]}`. A spec refers to such a processor by
/// its name. The hash of the spec covers the chain instead of the name.
struct RegisteredChains {
    private var nodes: [String: RegistryNode] = [:]

    /// - Parameter node: the member `processors` of a registry.
    mutating func add(_ node: RegistryNode?) {
        for member in node?.members("an object of chains of processors by name") ?? [] {
            if !member.key.contains(":") {
                member.problem("not a valid name: use a name with a colon, such as \"brand:\(member.key)\"")
            } else if let first = nodes[member.key] {
                member.problem("the processor \"\(member.key)\" is registered twice, first at \(first.location)")
            } else {
                nodes[member.key] = member.node
            }
        }
    }

    subscript(name: String) -> RegistryNode? { nodes[name] }

    var names: [String] { nodes.keys.sorted(by: precedesInBytes) }
}
