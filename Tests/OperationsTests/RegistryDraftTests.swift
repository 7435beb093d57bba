import Testing

@testable import JSON
@testable import Operations

struct RegistryDraftTests {
    private func groups(_ names: [String]) -> [RegistryDraft.Group] {
        RegistryDraft(mediaRoot: "media", PictureFolders(names: names)).groups
    }

    private static let ending = "*.{jpg,jpeg,png,webp,gif,heic,avif,tif,tiff}"

    @Test func aGroupStartsAtTheDeepestCommonFolder() {
        let found = groups(["a.jpg", "art/x/1.jpg", "art/y/2.jpg", "shop/img/big/3.jpg", "shop/img/small/4.jpg"])
        #expect(found.map(\.name) == ["pictures", "art", "shop"])
        #expect(found.map(\.folder) == ["", "art", "shop/img"])
        #expect(found.map(\.pictures) == [1, 2, 2])
        #expect(found.map(\.globs) == [[Self.ending], ["art/**/" + Self.ending], ["shop/img/**/" + Self.ending]])
    }

    @Test func aFolderCanBeCalledPictures() {
        #expect(
            groups(["a.jpg", "pictures/a.jpg", "pictures-2/a.jpg"]).map(\.name) == [
                "pictures", "pictures-2", "pictures-2-2",
            ]
        )
    }

    @Test func patternsStayLiteral() {
        #expect(groups(["a[1]{b}*/x.jpg"])[0].globs == ["a\\[1\\]\\{b\\}\\*/**/" + Self.ending])
    }

    @Test(arguments: [
        ("media", nil), (".", "/"), ("static/img", "/static/img/"), ("/srv/pictures", nil), ("../pictures", nil),
        ("..", nil), ("..pictures", "/..pictures/"), ("my pictures/50%#1", "/my%20pictures/50%25%231/"),
    ])
    func theURLIsThatOfTheFolder(mediaRoot: String, url: String?) throws {
        let text = RegistryDraft(mediaRoot: mediaRoot, PictureFolders(names: ["a.jpg"])).text
        let settings = try #require(try JSONText(parsing: text)["settings"])
        #expect(settings["MEDIA_ROOT"] == .string(mediaRoot) && settings["MEDIA_URL"] == url.map { .string($0) })
    }

    @Test func manyFoldersBecomeOneGroup() {
        let limit = RegistryDraft.maxGroups
        #expect(groups((0..<limit).map { "\($0)/a.jpg" }).count == limit)
        #expect(groups((0...limit).map { "\($0)/a.jpg" }).map(\.globs) == [["**/" + Self.ending]])
    }
}
