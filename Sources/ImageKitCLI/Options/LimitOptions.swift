import ArgumentParser
import Registry

/// The options that override settings: `--max-pixels`, `--timeout`, …
///
/// There is one option for each setting in `Setting.all` whose `option` is not nil. ArgumentParser finds the options of
/// a type by reflection, so `customMirror` lists these options.
struct LimitOptions: ParsableArguments {
    private typealias Assignment = Option<SettingAssignment?>

    private static let settings = Setting.all.filter { $0.option != nil }
    /// ArgumentParser calls `init()` several times for each command line, so the options are made once.
    private static let definitions = settings.map(definition)

    private let options: [Assignment]

    init() { options = Self.definitions }

    /// The settings that the command line overrides.
    var overrides: [SettingAssignment] { options.compactMap(\.wrappedValue) }

    private static func definition(of setting: Setting) -> Assignment {
        Option(
            name: .customLong(setting.option ?? setting.name),
            help: ArgumentHelp("\(setting.help)", valueName: setting.valueName),
            transform: { try setting.assignment(ofArgument: $0) }
        )
    }
}

extension LimitOptions: CustomReflectable {
    var customMirror: Mirror {
        Mirror(self, children: zip(Self.settings, options).map { (label: $0.name, value: $1) })
    }
}

extension LimitOptions: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        options = try Self.settings.map { try container.decode(Assignment.self, forKey: Key(stringValue: $0.name)) }
    }

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }
}
