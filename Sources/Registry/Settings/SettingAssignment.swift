/// A checked value that can be applied to the settings.
package struct SettingAssignment: Sendable {
    private let apply: @Sendable (inout Settings) -> Void

    init(_ apply: @escaping @Sendable (inout Settings) -> Void) { self.apply = apply }

    func apply(to settings: inout Settings) { apply(&settings) }
}
