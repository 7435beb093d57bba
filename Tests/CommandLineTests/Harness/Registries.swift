/// Registries that several tests use.
enum Registries {
    /// Two generators over `media/photos/` that are fast to make.
    static let twoGenerators = registry(
        generators: """
            "app:large": {
                "source": "photos",
                "processors": [{ "ResizeToFit": { "width": 32, "height": 32 } }],
                "format": "PNG"
            },
            "app:small": {
                "source": "photos",
                "processors": [{ "ResizeToFill": { "width": 10, "height": 8 } }],
                "format": "JPEG"
            }
            """
    )

    static let oneGenerator = registry(
        generators: """
            "app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }
            """
    )

    static func registry(
        photos: String = #"{ "glob": ["photos/**/*.{png,jpg}"] }"#,
        settings: String = #""MEDIA_ROOT": "media""#,
        generators: String
    ) -> String {
        """
        {
            "settings": { \(settings) },
            "source_groups": { "photos": \(photos) },
            "generators": { \(generators) }
        }
        """
    }
}
