import ImageSpecs
import Markup

/// A text file that contains tags for images in Django's syntax.
package struct Template {
    /// The name of the template in messages.
    let name: String
    let bytes: [UInt8]
    let parts: [TemplatePart]
    /// The data of the front matter.
    package let values: [String: TemplateValue]

    /// - Throws: if the front matter cannot be read.
    package init(name: String, bytes: [UInt8]) throws(TemplateError) {
        self.name = name
        self.bytes = bytes
        let frontMatter: FrontMatter
        do throws(TemplateError) {
            frontMatter = try FrontMatter(bytes)
        } catch {
            throw error.at("\(name):1")
        }
        values = frontMatter.values
        parts = TemplateLexer.parts(of: bytes, from: frontMatter.end)
    }

    /// Whether the template contains control tags such as `{% for %}`. Only `WholeTemplate` evaluates these tags.
    package var isWhole: Bool {
        parts.contains { part in
            guard case .tag(let bits) = part.kind, let name = bits.first else { return false }
            return ["block", "extends", "for", "if", "include"].contains(name)
        }
    }

    var extendsAnother: Bool {
        parts.contains { if case .tag(let bits) = $0.kind { bits.first == "extends" } else { false } }
    }

    /// Whether an image tag assigns its image to a variable.
    var assignsVariables: Bool {
        parts.contains { part in
            guard case .tag(let bits) = part.kind, bits.count > 2 else { return false }
            return TemplateLexer.imageTags.contains(bits[0]) && bits[bits.count - 2] == "as"
        }
    }

    /// Expands the tags for images, and the variables that such a tag or `data` sets. All other bytes stay the same,
    /// except that `{% load imagekit %}` is removed.
    /// - Parameters:
    ///   - data: the variables. If the front matter sets the same variable, the value in the front matter has priority.
    ///   - image: makes an image.
    package func expandingTags(
        data: [String: TemplateValue],
        image: (ImageCall) throws(TemplateError) -> RenderedImage
    ) throws(TemplateError) -> [UInt8] {
        var scope = data
        var known = Set(data.keys)
        scope.merge(values) { $1 }
        // Keep the front matter, which is before the first part.
        var result = Array(bytes[..<(parts.first?.range.lowerBound ?? bytes.count)])
        for part in parts {
            do throws(TemplateError) {
                switch part.kind {
                case .tag(let bits):
                    if let tag = try ImageTag(bits) {
                        let rendered = try image(try tag.call { scope[$0] })
                        if let variable = tag.variable {
                            scope[variable] = rendered.value
                            known.insert(variable)
                        } else {
                            result += rendered.markup.utf8
                        }
                        continue
                    }
                    if bits.first == "load", bits.count > 1, bits.dropFirst().allSatisfy({ $0 == "imagekit" }) {
                        continue
                    }
                case .variable(let content):
                    if let text = try Self.text(content, known, scope) {
                        result += text.utf8
                        continue
                    }
                case .text, .comment, .literalMark: break
                }
            } catch {
                throw error.at("\(name):\(part.line)")
            }
            result += bytes[part.range]
        }
        return result
    }

    /// Returns the text of a variable; nil if `known` does not contain the first part of the variable's name.
    private static func text(
        _ content: String,
        _ known: Set<String>,
        _ scope: [String: TemplateValue]
    ) throws(TemplateError) -> String? {
        // Check the first part of the name before the rest is parsed, because a variable of another template language
        // can have any syntax.
        let root = content.drop(while: \.isWhitespace).prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard known.contains(String(root)) else { return nil }
        return try output(content) { scope[$0] }
    }

    /// Returns the value of `{{ content }}` as HTML.
    static func output(_ content: String, _ lookup: (String) -> TemplateValue?) throws(TemplateError) -> String {
        guard let result = try TemplateExpression(content.trimmingSpaces).evaluate(lookup) else { return "" }
        return result.isSafe ? result.value.output : Markup.escape(result.value.output)
    }
}

extension TemplateError {
    func at(_ position: String) -> TemplateError {
        var error = self
        if error.position == nil { error.position = position }
        return error
    }
}
