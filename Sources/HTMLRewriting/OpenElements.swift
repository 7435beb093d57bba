/// The open elements around a tag. The type implements only the part of the HTML standard's tree construction that
/// affects images: end tags that authors leave out, SVG, and MathML.
struct OpenElements {
    struct Element {
        let name: String
        let isForeign: Bool
        /// Whether HTML is allowed in this element of SVG or MathML.
        let isIntegrationPoint: Bool
        /// The value of the `data-imagekit` of this element.
        let ownDirective: String?
        /// The value of the nearest `data-imagekit`: of this element, or else of an element around it.
        var directive: String?
        var isInPicture: Bool

        var isPicture: Bool { name == "picture" && !isForeign }
    }

    /// The maximum number of open elements. Without a limit, the time for a page could be quadratic. Browsers have a
    /// limit too. An outermost `<picture>` is added even beyond the limit, because its `<img>` must not be replaced.
    private static let maxDepth = 512

    private var stack: [Element] = []
    /// The number of open elements with each name. If the number is 0, `close` does not search for the name.
    private var counts: [String: Int] = [:]

    var directive: String? { stack.last?.directive }
    var isInPicture: Bool { stack.last?.isInPicture ?? false }
    var isInForeignContent: Bool { stack.last?.isForeign ?? false }
    /// Whether the current element belongs to SVG or MathML and must not contain HTML elements.
    var allowsNoHTML: Bool { stack.last.map { $0.isForeign && !$0.isIntegrationPoint } ?? false }

    // MARK: - Start tags

    /// Closes the elements that a start tag ends, and adds the element of the tag if it can have content.
    /// - Parameter directive: the value of the `data-imagekit` of the tag.
    /// - Returns: whether the element contains only text.
    mutating func open(_ tag: HTMLTag, directive: String?) -> Bool {
        let isForeign = self.isForeign(tag)
        if !isForeign { closeImplied(by: tag.name) }
        guard isForeign ? !tag.isSelfClosing : !HTMLElementNames.void.contains(tag.name) else { return false }
        let isPicture = !isForeign && tag.name == "picture"
        if stack.count < Self.maxDepth || (isPicture && !isInPicture) {
            counts[tag.name, default: 0] += 1
            stack.append(
                Element(
                    name: tag.name,
                    isForeign: isForeign,
                    isIntegrationPoint: isForeign && HTMLElementNames.integrationPoints.contains(tag.name),
                    ownDirective: directive,
                    directive: directive ?? self.directive,
                    isInPicture: isInPicture || isPicture
                )
            )
        }
        return !isForeign && HTMLElementNames.text.contains(tag.name)
    }

    /// Returns whether a start tag belongs to SVG or MathML. If the tag is an HTML tag that ends SVG or MathML, the
    /// function closes the open elements of SVG and MathML.
    private mutating func isForeign(_ tag: HTMLTag) -> Bool {
        if tag.name == "svg" || tag.name == "math" { return true }
        guard let last = stack.last, last.isForeign, !last.isIntegrationPoint else { return false }
        guard HTMLElementNames.endsForeignContent.contains(tag.name) else { return true }
        while let last = stack.last, last.isForeign, !last.isIntegrationPoint { remove(from: stack.count - 1) }
        return false
    }

    /// Closes elements whose end tags can be left out before this start tag.
    private mutating func closeImplied(by name: String) {
        switch name {
        case "li": close(["li"], stoppingAt: HTMLElementNames.listItemScope)
        case "dd", "dt": close(["dd", "dt"], stoppingAt: HTMLElementNames.listItemScope)
        case "option": close(["option"], stoppingAt: ["select", "datalist", "optgroup"])
        case "optgroup": close(["option", "optgroup"], stoppingAt: ["select"])
        case "rt", "rp": close(["rt", "rp"], stoppingAt: ["ruby"])
        case "td", "th": close(["td", "th"], stoppingAt: ["tr", "table", "template"])
        case "tr": close(["tr"], stoppingAt: ["tbody", "thead", "tfoot", "table", "template"])
        case "tbody", "thead", "tfoot":
            close(["tbody", "thead", "tfoot", "caption", "colgroup"], stoppingAt: ["table", "template"])
        default: break
        }
        if HTMLElementNames.endsParagraph.contains(name) { close(["p"], stoppingAt: HTMLElementNames.buttonScope) }
    }

    // MARK: - End tags

    mutating func close(_ name: String) {
        guard counts[name, default: 0] > 0 else { return }
        // In SVG and MathML, an end tag also closes an element around an integration point without HTML elements.
        if let index = stack.lastIndex(where: { !$0.isForeign || $0.name == name }), stack[index].isForeign {
            return remove(from: index)
        }
        switch name {
        case _ where HTMLElementNames.formatting.contains(name): removeFormatting(name)
        case _ where HTMLElementNames.special.contains(name): close([name], stoppingAt: HTMLElementNames.scope)
        default: close([name], stoppingAt: HTMLElementNames.special)
        }
    }

    /// Closes the innermost open element with one of the names, and all elements in it. If the search reaches an HTML
    /// element with a name in `stops` or an integration point first, the function closes nothing.
    private mutating func close(_ names: Set<String>, stoppingAt stops: Set<String>) {
        guard names.contains(where: { counts[$0, default: 0] > 0 }) else { return }
        for index in stack.indices.reversed() {
            let element = stack[index]
            if names.contains(element.name) { return remove(from: index) }
            if element.isForeign ? element.isIntegrationPoint : stops.contains(element.name) { return }
        }
    }

    private mutating func remove(from index: Int) {
        for element in stack[index...] { counts[element.name, default: 0] -= 1 }
        stack.removeSubrange(index...)
    }

    /// Removes the innermost open element with this name, but not the elements in it. For example, `</b>` does not
    /// close the elements in `<b>`.
    private mutating func removeFormatting(_ name: String) {
        for index in stack.indices.reversed() {
            let element = stack[index]
            if element.name == name {
                counts[name, default: 0] -= 1
                stack.remove(at: index)
                if element.ownDirective != nil { inherit(from: index) }
                return
            }
            if element.isForeign ? element.isIntegrationPoint : HTMLElementNames.scope.contains(element.name) { return }
        }
    }

    /// Computes the inherited properties again, for the element at this index and all elements in it.
    private mutating func inherit(from index: Int) {
        for index in index..<stack.count {
            let parent = index > 0 ? stack[index - 1] : nil
            stack[index].directive = stack[index].ownDirective ?? parent?.directive
            stack[index].isInPicture = stack[index].isPicture || (parent?.isInPicture ?? false)
        }
    }
}
