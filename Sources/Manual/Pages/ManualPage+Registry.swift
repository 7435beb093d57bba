import ImageSpecs
import JSON
import Reference
import Registry

extension ManualPage {
    /// The page specs.json(5).
    /// - Parameter schema: the JSON schema of registries.
    init(registry schema: JSONText, version: String) {
        self.init("specs.json", section: 5, summary: "registry of images for imagekit", version: version)
        heading("DESCRIPTION")
        paragraph(
            """
            A registry is a JSON file. It says which images imagekit makes, from which sources, and with which processors. \
            imagekit-validate(1) reports all mistakes in it.
            """
        )
        code(Self.example)
        heading("MEMBERS")
        list(Self.members(of: schema))
        heading("SETTINGS")
        list(
            Setting.all.map { setting in
                let fallback = setting.defaultText
                let text = setting.plainSummary + (fallback.isEmpty ? "" : " Default: \(fallback.withoutMarkdown).")
                return ("Ic \(setting.name)", text)
            }
        )
        for (title, name) in [("SOURCE GROUPS", "sourceGroup"), ("GENERATORS", "generator"), ("CANVASES", "canvas")] {
            guard let definition = schema["$defs"]?[name] else { continue }
            heading(title)
            if let description = definition["description"]?.string { paragraph(description) }
            list(Self.members(of: definition))
        }
        heading("PROCESSORS")
        paragraph(
            "A processor is written as its name, or as an object with its name and its arguments. imagekit-processors(1) lists all arguments."
        )
        list(ProcessorPage.all.map { ("Ic \(Self.argument($0.name))", "\($0.line) \($0.summary)") })
        heading("FORMATS")
        paragraph("imagekit can write these formats. Each format has the listed save options.")
        list(
            ImageFormat.written.map { format in
                ("Ic \(format.rawValue)", format.saveOptions.map(\.name).joined(separator: ", "))
            }
        )
        heading("SEE ALSO")
        macro("Xr imagekit 1 ,")
        macro("Xr imagekit-validate 1")
    }

    private static func members(of definition: JSONText) -> [(term: String, text: String)] {
        (definition["properties"]?.members ?? []).map { member in
            let fallback = member.value["default"].map { " Default: \($0.text)." } ?? ""
            return ("Ic \(argument(member.key))", (member.value["description"]?.string ?? "See the schema.") + fallback)
        }
    }

    private static let example = """
        {
          "settings": { "MEDIA_ROOT": "media" },
          "source_groups": { "photos": { "glob": ["photos/**/*.jpg"] } },
          "generators": {
            "myapp:thumbnail": {
              "source": "photos",
              "processors": [{ "ResizeToFill": { "width": 100, "height": 50 } }],
              "format": "JPEG",
              "options": { "quality": 60 }
            }
          }
        }
        """
}
