/// The blocks that are open at a tag of a template. A tag such as `{% if %}` opens a block. The type finds tags that do
/// not match the innermost open block. Stencil also finds such tags, but its messages do not contain the line.
struct OpenBlocks {
    private var stack: [(name: String, line: Int)] = []

    var innermost: (name: String, line: Int)? { stack.last }

    /// - Parameters:
    ///   - name: the name of a control tag.
    ///   - line: the line of the tag.
    mutating func add(_ name: String, line: Int) throws(TemplateError) {
        switch name {
        case "block", "for", "if": stack.append((name, line))
        case "elif", "else": try check(name, isIn: "if")
        case "empty": try check(name, isIn: "for")
        case "endblock", "endfor", "endif":
            try check(name, isIn: String(name.dropFirst("end".count)))
            stack.removeLast()
        default: break
        }
    }

    private func check(_ name: String, isIn block: String) throws(TemplateError) {
        guard let open = stack.last else { throw TemplateError("there is no {% \(block) %} before {% \(name) %}") }
        guard open.name == block else {
            throw TemplateError(
                "{% \(name) %} is in the {% \(open.name) %} of line \(open.line): write {% end\(open.name) %} before it"
            )
        }
    }
}
