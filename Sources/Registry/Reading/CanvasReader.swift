import ImageSpecs

/// Reads a generator's canvas, such as `{"width": 1200, "height": 630, "color": "#203040"}`. A canvas can have a
/// `gradient` instead of the colour. A canvas without a colour and without a gradient is transparent.
struct CanvasReader {
    /// The value of the setting `max_pixels`.
    let maxPixels: Int

    private static let directions = Anchor.named.map(\.name).filter { $0 != "c" }

    /// - Returns: nil after reporting an error.
    func canvas(_ node: RegistryNode) -> Canvas? {
        let known = ["width", "height", "color", "gradient"]
        guard let members = node.members(known: known, "a canvas: an object with width and height") else { return nil }
        let missing = ["width", "height"].filter { members[$0] == nil }
        if !missing.isEmpty { node.problem("a canvas needs \(missing.joined(separator: " and "))") }
        let (width, height) = (length(members["width"]), length(members["height"]))
        if let gradient = members["gradient"], members["color"] != nil {
            gradient.problem("a canvas has a color or a gradient: remove one of the two")
        }
        let fill =
            members["gradient"].map { gradient($0).map(Canvas.Fill.gradient) }
            ?? members["color"].map { color($0).map(Canvas.Fill.color) } ?? .color(.transparentWhite)
        guard let width, let height, let fill else { return nil }
        guard width <= maxPixels / height else {
            node.problem(
                "\(width)×\(height) are \(width * height) pixels, more than max_pixels, \(maxPixels): make the canvas smaller, "
                    + "or raise max_pixels in the settings"
            )
            return nil
        }
        return Canvas(width: width, height: height, fill: fill)
    }

    private func length(_ node: RegistryNode?) -> Int? {
        guard let node else { return nil }
        guard let length = node.value.integer, (1...1_000_000).contains(length) else {
            node.problem("\(node.json.value.inWords) is not a whole number of pixels, 1 or more")
            return nil
        }
        return length
    }

    private func color(_ node: RegistryNode) -> Color? {
        guard let color = Color(node.value) else {
            node.problem("\(node.value) is not \(Parameter.Kind.color.requirement)")
            return nil
        }
        return color
    }

    private func gradient(_ node: RegistryNode) -> Canvas.Gradient? {
        let known = ["from", "to", "angle", "direction"]
        guard let members = node.members(known: known, "a gradient: an object with from and to") else { return nil }
        let missing = ["from", "to"].filter { members[$0] == nil }
        if !missing.isEmpty { node.problem("a gradient needs \(missing.joined(separator: " and "))") }
        let (from, to) = (members["from"].flatMap(color), members["to"].flatMap(color))
        guard let direction = direction(members), let from, let to else { return nil }
        return Canvas.Gradient(from: from, to: to, direction: direction)
    }

    /// Returns the direction of a gradient. By default, a gradient runs downwards.
    private func direction(_ members: [String: RegistryNode]) -> Canvas.Direction? {
        if let angle = members["angle"] {
            if members["direction"] != nil { angle.problem("use an angle or a direction, not both") }
            guard let degrees = angle.value.number, abs(degrees) <= 360 else {
                angle.problem("\(angle.json.value.inWords) is not a number of degrees from -360 to 360")
                return nil
            }
            return .angle(degrees)
        }
        guard let node = members["direction"] else { return .side("b") }
        let words = Self.directions.joined(separator: ", ")
        guard let name = node.string("one of \(words)") else { return nil }
        guard Self.directions.contains(name) else {
            node.problem("\"\(name)\" is not one of \(words)")
            return nil
        }
        return .side(name)
    }
}
