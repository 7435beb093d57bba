import Stencil

/// `None`, as a value for Stencil. For Stencil, a variable that is nil does not exist. A variable with this value
/// exists.
///
/// The type is hashable, because Stencil evaluates the conditions in `{% for … where … %}`, and its operator `in` finds
/// values only in lists with hashable items.
final class NoneValue: Resolvable, Hashable, Sendable {
    static let instance = NoneValue()

    private init() {}

    func resolve(_ context: Context) throws -> Any? { nil }

    static func == (left: NoneValue, right: NoneValue) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
