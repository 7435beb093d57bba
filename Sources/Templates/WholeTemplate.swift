import Stencil

/// Renders templates that contain control tags: `{% for %}`, `{% if %}`, `{% extends %}`, `{% block %}`, and `{%
/// include %}`. Stencil evaluates the control tags.
///
/// Stencil escapes nothing, and it drops the rest of a template after a `{{` that has no `}}`. So Stencil receives only
/// the control tags. Each text, variable, and image tag is replaced by `{% imagekit N %}`. The node of this tag
/// evaluates part N with Django's rules, and escapes the value of a variable.
package struct WholeTemplate {
    private let parts: PartTable
    private let root: Template
    private let loader: PartLoader

    /// - Parameter load: reads a template that another template extends or includes. Returns nil if the template does
    ///   not exist.
    package init(
        _ template: Template,
        load: @escaping (_ name: String) throws(TemplateError) -> Template?
    ) {
        root = template
        parts = PartTable()
        loader = PartLoader(parts: parts, load: load)
    }

    /// Returns the page. It does not contain the front matter of the template.
    package func render(
        data: [String: TemplateValue],
        image: @escaping (ImageCall) throws(TemplateError) -> RenderedImage
    ) throws(TemplateError) -> [UInt8] {
        let imageKit = Extension()
        imageKit.registerTag(PartTable.tag) { [parts] _, token in
            switch token.components.dropFirst().first {
            case "enter": return ScopeNode(token: token) { _ in try parts.enter() }
            case "leave": return ScopeNode(token: token) { _ in parts.leave() }
            case "open": return ScopeNode(token: token) { _ in parts.openScope() }
            case "drop": return ScopeNode(token: token) { _ in parts.dropScope() }
            case "keep": return ScopeNode(token: token) { context in parts.keepScope(in: context) }
            case let index:
                let part = index.flatMap { Int($0) }.flatMap { parts[$0] }
                return PartNode(part: part, parts: parts, token: token, image: image)
            }
        }
        imageKit.registerFilter(PartTable.conditionFilter) { [parts] _, arguments, context in
            try (arguments.first as? Int).flatMap { try parts.condition($0, context) } ?? false
        }
        for filter in TemplateFilter.allCases {
            imageKit.registerFilter(filter.rawValue) { value, arguments, context in
                let values = ([value] + arguments).map { TemplateExpression.Result(value: TemplateValue(any: $0)) }
                let missing = TemplateExpression.Result(value: .string(""))
                let result = try filter.apply(to: values[0], values.dropFirst().first ?? missing).value.any
                if let result = result as? any Resolvable { return try result.resolve(context) }
                return result
            }
        }
        let environment = Environment(loader: loader, extensions: [imageKit])
        var context = data.merging(root.values) { $1 }.mapValues(\.any)
        // Add a value, because Stencil cannot assign a variable in a context without values.
        context[PartTable.variable] = ""
        do {
            let text = try environment.renderTemplate(string: try parts.skeleton(of: root), context: context)
            return Array(text.utf8)
        } catch let error as TemplateError {
            throw error
        } catch {
            // Stencil keeps only the text of an error that a tag throws. So the text can already start with the name of
            // the template and the line.
            let text = "\(error)"
            guard !text.hasPrefix("\(root.name):") else { throw TemplateError(text) }
            let map = (error as? TemplateSyntaxError)?.token?.sourceMap
            let name = map?.filename ?? root.name
            let line = map.flatMap { parts.line(in: name, at: $0.location) }
            throw TemplateError(text).at(line.map { "\(name):\($0)" } ?? name)
        }
    }
}

/// The parts that Stencil does not receive, from all templates of a page.
private final class PartTable {
    struct Part {
        let part: TemplatePart
        let template: Template
    }

    static let tag = "imagekit"
    /// The variable to which `conditionFilter` is applied. No template can use it, because the names of variables must
    /// not start with an underscore.
    static let variable = "_imagekit"
    /// The filter that evaluates a condition of `{% if %}` or `{% elif %}`, because Stencil's conditions differ from
    /// Django's.
    static let conditionFilter = "imagekit_condition"
    private static let maxDepth = 50
    private static let maxExtensions = 100

    private var parts: [Part] = []
    private var conditions: [(condition: TemplateCondition, position: String)] = []
    /// For each template, the offsets of the tags in its skeleton (`skeleton(of:)`), in ascending order, and the lines
    /// of these tags in the template.
    private var lines: [String: [(offset: Int, line: Int)]] = [:]
    /// The number of nested included templates that are being rendered.
    private var depth = 0
    /// The number of loaded templates that extend another template.
    private var extensions = 0
    /// The variables that image tags have set in each open scope: in each `{% if %}`, `{% for %}`, `{% block %}`, and
    /// included template.
    private var scopes: [[String: Any]] = []

    subscript(index: Int) -> Part? { parts.indices.contains(index) ? parts[index] : nil }

    func condition(_ index: Int, _ context: Context) throws(TemplateError) -> Bool? {
        guard conditions.indices.contains(index) else { return nil }
        let (condition, position) = conditions[index]
        do throws(TemplateError) {
            return try condition.isTrue { names throws(TemplateError) in
                do {
                    let name = names.joined(separator: ".")
                    // First search without Stencil, because for Stencil, `count` is the number of members even if an
                    // object has a member `count`. Stencil reads what this search does not find: computed members, such
                    // as `photos.count` of a list, and names that are not in the context, such as `true`.
                    if let value = Self.value(names, context) { return TemplateValue(any: value) }
                    return TemplateValue(any: try Stencil.Variable(name).resolve(context))
                } catch let error as TemplateError {
                    throw error
                } catch {
                    throw TemplateError("\(error)")
                }
            }
        } catch {
            throw error.at(position)
        }
    }

    /// Returns the value of a variable, a member of an object, or an item of a list; nil if there is no such value. The
    /// result is also nil for `block.super`, because Stencil computes this value.
    private static func value(_ names: [String], _ context: Context) -> Any? {
        guard names != ["block", "super"], let first = names.first, var value = context[first] else { return nil }
        for name in names.dropFirst() {
            if let members = value as? [String: Any], let member = members[name] {
                value = member
            } else if let items = value as? [Any], let index = Int(name), items.indices.contains(index) {
                value = items[index]
            } else {
                return nil
            }
        }
        return value
    }

    /// Returns the line of the tag at a location in the skeleton. A skeleton has only one line, unless a text in quotes
    /// contains a line break. For a location after such a line break, the result is nil.
    func line(in template: String, at location: ContentLocation) -> Int? {
        guard location.lineNumber == 1 else { return nil }
        return lines[template]?.last { $0.offset <= location.lineOffset }?.line
    }

    /// Counts an included template at its start. The limit stops the rendering of a template that includes itself.
    func enter() throws(TemplateError) {
        openScope()
        depth += 1
        guard depth <= Self.maxDepth else {
            throw TemplateError(
                "more than \(Self.maxDepth) templates include each other: remove the {% include %} that leads back to an "
                    + "earlier template"
            )
        }
    }

    func leave() {
        depth -= 1
        dropScope()
    }

    func openScope() { scopes.append([:]) }

    func dropScope() { _ = scopes.popLast() }

    /// Sets the variables of the innermost scope in the scope around it. In Django, an `{% if %}` is no scope for
    /// variables. But Stencil drops the variables that were set in an `{% if %}` at the end of this `{% if %}`.
    func keepScope(in context: Context) {
        for (name, value) in scopes.popLast() ?? [:] { set(name, to: value, in: context) }
    }

    func set(_ name: String, to value: Any, in context: Context) {
        context[name] = value
        if !scopes.isEmpty { scopes[scopes.count - 1][name] = value }
    }

    func countExtension() throws(TemplateError) {
        extensions += 1
        guard extensions <= Self.maxExtensions else {
            throw TemplateError(
                "more than \(Self.maxExtensions) templates extend another one: remove the {% extends %} that leads back to "
                    + "an earlier template"
            )
        }
    }

    /// Returns a template for Stencil with the control tags of a template. It contains a tag `{% imagekit N %}` instead
    /// of each text, variable, and image tag. Comments, `{% load %}`, and the tags around literal text are left out.
    func skeleton(of template: Template) throws(TemplateError) -> String {
        guard String(validating: template.bytes, as: UTF8.self) != nil else {
            throw TemplateError("\(template.name): the template is not UTF-8: convert it to UTF-8, or use --tags-only")
        }
        var skeleton = ""
        var offset = 0
        var blocks = OpenBlocks()
        let assigns = template.assignsVariables
        lines[template.name] = []
        for part in template.parts {
            let position = "\(template.name):\(part.line)"
            var written = ""
            switch part.kind {
            case .comment, .literalMark: continue
            case .tag(let bits) where bits.first == "load": continue
            case .tag(let bits) where bits.first.map { !TemplateLexer.imageTags.contains($0) } ?? false:
                guard bits[0] != Self.tag, TemplateLexer.controlTags.contains(bits[0]) else {
                    throw TemplateError(
                        "there is no tag \"\(bits[0])\": remove it, or put it between {% verbatim %} and {% endverbatim %}"
                    ).at(position)
                }
                do throws(TemplateError) {
                    try blocks.add(bits[0], line: part.line)
                    written = try tag(bits, position)
                    if assigns { written = Self.withScope(bits[0], written) }
                } catch {
                    throw error.at(position)
                }
            default:
                written = "{% \(Self.tag) \(parts.count) %}"
                parts.append(Part(part: part, template: template))
            }
            lines[template.name]?.append((offset, part.line))
            skeleton += written
            offset += written.count
        }
        if let open = blocks.innermost {
            throw TemplateError("{% \(open.name) %} has no {% end\(open.name) %}").at("\(template.name):\(open.line)")
        }
        return skeleton
    }

    /// Returns a control tag for Stencil. If the tag is `{% if %}` or `{% elif %}`, the table keeps its condition, and
    /// the returned tag contains the index of the condition instead.
    private func tag(_ bits: [String], _ position: String) throws(TemplateError) -> String {
        guard bits[0] == "if" || bits[0] == "elif" else { return "{% \(bits.joined(separator: " ")) %}" }
        conditions.append((try TemplateCondition(bits.dropFirst()), position))
        return "{% \(bits[0]) \(Self.variable)|\(Self.conditionFilter):\(conditions.count - 1) %}"
    }

    /// Adds the tags that open and end a scope to a control tag.
    private static func withScope(_ name: String, _ written: String) -> String {
        let start = "{% \(Self.tag) open %}"
        let end = "{% \(Self.tag) drop %}"
        return switch name {
        case "if": start + written
        case "endif": written + "{% \(Self.tag) keep %}"
        case "for", "block": written + start
        case "empty": end + written + start
        case "endfor", "endblock": end + written
        default: written
        }
    }
}

private final class PartLoader: Loader {
    private let parts: PartTable
    private let load: (String) throws(TemplateError) -> Template?

    init(parts: PartTable, load: @escaping (String) throws(TemplateError) -> Template?) {
        self.parts = parts
        self.load = load
    }

    func loadTemplate(name: String, environment: Environment) throws -> Stencil.Template {
        guard let template = try load(name) else {
            throw TemplateError("there is no template \"\(name)\": add its folder with --templates")
        }
        let skeleton = try parts.skeleton(of: template)
        if template.extendsAnother { try parts.countExtension() }
        return environment.templateClass.init(
            templateString: template.extendsAnother
                ? skeleton : "{% \(PartTable.tag) enter %}\(skeleton){% \(PartTable.tag) leave %}",
            environment: environment,
            name: name
        )
    }
}

/// A node at the start or at the end of a scope, or of a loaded template that extends no other template.
private struct ScopeNode: NodeType {
    let token: Token?
    let change: (Context) throws -> Void

    func render(_ context: Context) throws -> String {
        try change(context)
        return ""
    }
}

/// The node of a tag `{% imagekit N %}`, which stands for a text, a variable, or an image tag.
private struct PartNode: NodeType {
    let part: PartTable.Part?
    let parts: PartTable
    let token: Token?
    let image: (ImageCall) throws(TemplateError) -> RenderedImage

    func render(_ context: Context) throws -> String {
        guard let part else { return "" }
        do throws(TemplateError) {
            return try render(part, context)
        } catch {
            throw error.at("\(part.template.name):\(part.part.line)")
        }
    }

    private func render(_ part: PartTable.Part, _ context: Context) throws(TemplateError) -> String {
        let lookup = { (name: String) -> TemplateValue? in context[name].map { TemplateValue(any: $0) } }
        switch part.part.kind {
        case .text: return String(decoding: part.template.bytes[part.part.range], as: UTF8.self)
        case .variable(let content):
            // Do not escape `block.super`, because the content of the replaced block is HTML. Outside of a block,
            // `block` can be a variable of the user, which is escaped.
            if content.filter({ !$0.isWhitespace }) == "block.super", context["block_context"] != nil,
                let html = try? Stencil.Variable("block.super").resolve(context) as? String
            {
                return html
            }
            return try Template.output(content, lookup)
        case .tag(let bits):
            guard let tag = try ImageTag(bits) else { return "" }
            let rendered = try image(try tag.call(lookup))
            guard let variable = tag.variable else { return rendered.markup }
            parts.set(variable, to: rendered.value.any, in: context)
            return ""
        case .comment, .literalMark: return ""
        }
    }
}
