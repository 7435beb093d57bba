import Foundation
import Testing

/// The annotations of `action.yml`, made of the events of the built executable.
@Suite struct AnnotationTests {
    /// GitHub shows an annotation at its file only if the path is relative to the repository.
    @Test func theFileIsRelativeToTheRepository() throws {
        let site = Site(nil)
        site.write("site/specs.json", Registries.oneGenerator)
        site.write("site/media/photos/a.png", samplePNG(width: 8, height: 8))
        site.write("site/media/photos/b,c.png", "version https://git-lfs.github.com/spec/v1\n")
        let script = """
            export GITHUB_WORKSPACE="$PWD" GITHUB_STEP_SUMMARY="$PWD/summary"
            cd site
            for option in --check -v; do
                "$IMAGEKIT" generateimages --log-format json $option > ../events
                python3 \(Repository.path)/Packaging/ci/annotate.py < ../events
            done
            """
        let result = try Shell.run(script, in: site)
        #expect(result.output.contains("file=site/media/photos/a.png::"), "\(result)")
        #expect(result.output.contains("::error ") && result.output.contains(",file=site/media/photos/b%2Cc.png::"))
    }
}
