import Testing

/// Tests the rules that keep the executables small.
@Suite struct SizeTests {
    /// The targets that an executable links.
    private static func targets(of executable: String) throws -> Set<String> {
        let all = Dictionary(try Manifest.read().targets.map { ($0.name, $0.dependencies) }, uniquingKeysWith: { $1 })
        var (found, open): (Set<String>, [String]) = ([], [executable])
        while let name = open.popLast() {
            if found.insert(name).inserted { open += all[name] ?? [] }
        }
        return found
    }

    @Test func theTargetsOfTheWorkerAreFound() throws {
        let targets = try Self.targets(of: "imagekit-worker")
        #expect(targets.isSuperset(of: ["WorkerLoop", "Rendering", "Containers", "Pictures", "WorkerProtocol"]))
        #expect(!targets.contains("Registry"))
    }

    @Test func theWorkerDoesNotImportFoundation() throws {
        for target in try Self.targets(of: "imagekit-worker").sorted() {
            for file in try SourceText.files(of: target) {
                #expect(!file.usesFoundation, "\(file.name): import FoundationEssentials")
            }
        }
    }

    @Test(arguments: ["imagekit", "imagekit-serve"])
    func noSourceNeedsTheDataOfICU(executable: String) throws {
        for target in try Self.targets(of: executable).sorted() {
            for file in try SourceText.files(of: target) {
                #expect(file.typesOfICU.isEmpty, "\(file.name) uses \(file.typesOfICU), see ICUStub.c")
            }
        }
    }

    /// The executables do not contain the names of characters, see UnicodeNamesStub.c.
    @Test(arguments: ["imagekit", "imagekit-serve", "imagekit-worker"])
    func noSourceUsesTheNamesOfCharacters(executable: String) throws {
        for target in try Self.targets(of: executable).sorted() {
            for file in try SourceText.files(of: target) {
                #expect(!file.text.contains(".properties.name"), "\(file.name): see UnicodeNamesStub.c")
            }
        }
    }

    @Test func aTypeThatNeedsICUIsFound() {
        let file = SourceText(
            name: "A.swift",
            text: "import Foundation\nlet a = DateFormatter() // Calendar\nlet b = Locale.current\n"
        )
        #expect(file.typesOfICU == ["DateFormatter", "Locale"])
        #expect(file.usesFoundation)
    }
}
