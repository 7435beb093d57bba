import Foundation
import Testing

/// Builds the sites of `Examples/pages`, and checks their pages.
@Suite struct ExampleSiteTests {
    @Test(arguments: ["html", "render", "script"])
    func everyImageOfThePageExists(name: String) throws {
        let site = Site(nil)
        for folder in ["Examples/pages/\(name)", "media/photos"] {
            site.makeFolder((folder as NSString).deletingLastPathComponent)
            try FileManager.default.copyItem(
                atPath: Repository.path + "/" + folder,
                toPath: site.path(folder)
            )
        }
        let folder = "Examples/pages/\(name)"
        for generated in ["public", ".imagekit", "images.json"] {
            try? FileManager.default.removeItem(atPath: site.path("\(folder)/\(generated)"))
        }
        let build = Process()
        build.executableURL = URL(filePath: site.path(folder + "/build.sh"))
        build.currentDirectoryURL = URL(filePath: site.path(folder))
        let path = (Executables.imagekit as NSString).deletingLastPathComponent
        build.environment = ProcessInfo.processInfo.environment.merging(["PATH": "\(path):/usr/bin:/bin"]) { $1 }
        try build.run()
        build.waitUntilExit()
        #expect(build.terminationStatus == 0)
        let page = try #require(site.text("\(folder)/public/index.html"))
        let urls = Set(page.matches(of: /\/img\/[^" ,]+/).map { String($0.0) })
        // Two photographs in three widths give six JPEG images. The page contains a WebP image only if the WebP image
        // is smaller than the JPEG image.
        #expect(urls.count >= 6, "\(page)")
        for url in urls { #expect(site.read("\(folder)/public\(url)") != nil, "\(url)") }
        #expect(page.contains("srcset=") && page.contains("width=") && page.contains("height="))
        #expect(name == "script" || page.contains("<picture>"))
    }
}
