/// An element of an XML document, without its attributes.
struct XMLElement: Equatable {
    let name: String
    var text = ""
    var children: [XMLElement] = []

    subscript(name: String) -> String? { children.first { $0.name == name }?.text }

    func children(named name: String) -> [XMLElement] { children.filter { $0.name == name } }
}
