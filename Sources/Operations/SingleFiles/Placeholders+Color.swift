import WorkerProtocol

extension Placeholders {
    /// The average colour, such as `#203040`. The third to the sixth character of a BlurHash are this colour as a
    /// number in base 83; see <https://github.com/woltapp/blurhash/blob/master/Algorithm.md>.
    var averageColor: String? {
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~".utf8)
        var number = 0
        let characters = blurHash.utf8.dropFirst(2).prefix(4)
        guard characters.count == 4 else { return nil }
        for character in characters {
            guard let digit = digits.firstIndex(of: character) else { return nil }
            number = number * 83 + digit
        }
        guard number <= 0xFFFFFF else { return nil }
        let text = String(number, radix: 16)
        return "#" + String(repeating: "0", count: 6 - text.count) + text
    }
}
