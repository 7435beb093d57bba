import Files
import ImageSpecs

/// The registry's own processors: `"processors": {"brand:watermark": [chain]}`, used by their names in any spec and hashed
/// by what they stand for.
struct RegisteredChains {
    private var nodes: [String: RegistryNode] = [:]

    /// - Parameter node: the member `processors` of a registry.
    mutating func add(_ node: RegistryNode?) {
        for member in node?.members("an object of chains of processors by name") ?? [] {
            if !member.key.contains(":") {
                member.problem("not a name: give one with a colon, such as \"brand:\(member.key)\"")
            } else if let first = nodes[member.key] {
                member.problem("the processor \"\(member.key)\" is registered twice, first at \(first.place)")
            } else {
                nodes[member.key] = member.node
            }
        }
    }

    subscript(name: String) -> RegistryNode? { nodes[name] }

    var names: [String] { nodes.keys.sorted(by: precedesInBytes) }
}
