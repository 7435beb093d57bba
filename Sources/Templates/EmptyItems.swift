import Stencil

/// An empty list or text, as a value for Stencil.
///
/// For `.last`, Stencil reads the last item even if the collection is empty, and this ends the process. With this type,
/// `.first` and `.last` are errors. The type is a class, because on macOS, Stencil treats a structure as an object of
/// Objective-C and does not use its subscript for members.
///
/// The type is hashable, because Stencil evaluates the conditions in `{% for … where … %}`, and its operator `in` finds
/// values only in lists with hashable items.
final class EmptyItems: DynamicMemberLookup, Resolvable, Hashable {
    let value: TemplateValue

    /// - Returns: nil if the value is not an empty list or text.
    init?(_ value: TemplateValue) {
        guard value == .array([]) || value == .string("") else { return nil }
        self.value = value
    }

    subscript(dynamicMember member: String) -> Any? {
        switch member {
        case "count": 0
        case "first", "last": MissingItem(member, isText: value == .string(""))
        default: nil
        }
    }

    static func == (left: EmptyItems, right: EmptyItems) -> Bool { left.value == right.value }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }

    func resolve(_ context: Context) throws -> Any? { value == .string("") ? "" : [Any]() }
}

/// The first or last item of an empty list or text.
private final class MissingItem: DynamicMemberLookup, Resolvable {
    private let member: String
    private let isText: Bool

    init(_ member: String, isText: Bool) {
        self.member = member
        self.isText = isText
    }

    subscript(dynamicMember member: String) -> Any? { self }

    func resolve(_ context: Context) throws -> Any? {
        let what = isText ? "text" : "list"
        throw TemplateError(
            "the \(what) before .\(member) is empty: check it first, as in {% if photos and photos.\(member) %}"
        )
    }
}
