import ArgumentParser

/// A duration in descending units, each at most once: `90s`, `10m`, `2h`, `1h30m`, `30d`.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    private static let units: [(name: Character, seconds: Int)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]

    init?(argument: String) {
        var seconds = 0
        var units = Self.units[...]
        var digits = ""
        for character in argument {
            if character.isASCII && character.isNumber {
                digits.append(character)
                continue
            }
            guard let index = units.firstIndex(where: { $0.name == character }), let count = Int(digits),
                count <= 1_000_000
            else { return nil }
            seconds += count * units[index].seconds
            units = units[(index + 1)...]
            digits = ""
        }
        guard digits.isEmpty, units.count < Self.units.count else { return nil }
        duration = .seconds(seconds)
    }
}
