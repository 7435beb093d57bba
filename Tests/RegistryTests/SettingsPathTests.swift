import Testing

@testable import Registry

@Suite struct SettingsPathTests {
    @Test(
        arguments: [
            ("/srv/a.jpg", "/srv", "a.jpg"), ("/srv2/a.jpg", "/srv", nil), ("/srv/a.jpg", "/", "srv/a.jpg"),
            ("//srv/a.jpg", "/", "srv/a.jpg"), ("srv/a.jpg", "/", nil), ("/", "/", nil), ("a/b.jpg", "a", "b.jpg"),
        ] as [(String, String, String?)]
    )
    func namesBelowAFolder(path: String, folder: String, expected: String?) {
        #expect(Settings.name(of: path, below: folder) == expected)
    }
}
