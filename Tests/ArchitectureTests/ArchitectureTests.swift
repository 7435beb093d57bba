import Testing
import TestSupport

/// Checks that each target depends only on the targets that Docs/architecture.md lists for it.
struct ArchitectureTests {
    private static let sources: [Manifest.Target] = {
        do { return try Manifest.read().targets.filter { !$0.isTest } } catch { return [] }
    }()

    @Test func theManifestIsRead() {
        let names = Set(Self.sources.map(\.name))
        #expect(names.isSuperset(of: ["Files", "Registry", "Operations", "ImageKitCLI", "imagekit", "CVips"]))
        #expect(Self.sources.first { $0.name == "CacheState" }?.dependencies.contains("Registry") == true)
    }

    @Test func aNamedDependencyIsRead() {
        let manifest = Manifest(
            """
            let linux = Target.Dependency.target(name: "CLinux", condition: .when(platforms: [.linux]))
            let targets = [.target(name: "A", dependencies: ["B", linux, .product(name: "P", package: "p")])]
            """
        )
        #expect(manifest.targets.map(\.name) == ["A"])
        #expect(manifest.targets.first?.dependencies == ["B", "CLinux"])
    }

    @Test(arguments: sources.filter { !$0.isSystemLibrary }.map(\.name))
    func aTargetIsInTheTable(name: String) throws {
        #expect(try AllowedImports.read().targets[name] != nil, "Docs/architecture.md has no row for \(name)")
    }

    @Test(arguments: sources)
    func aTargetDependsOnlyOnWhatTheTableLists(target: Manifest.Target) throws {
        let violations = try AllowedImports.read().violations(of: target.name, importing: target.dependencies)
        #expect(violations.isEmpty, "\(target.name) must not depend on \(violations.sorted())")
    }

    /// A build does not reliably detect a missing dependency, because SwiftPM accepts an import without a declared
    /// dependency if the imported target was built before.
    @Test(arguments: sources)
    func aTargetImportsOnlyItsDependencies(target: Manifest.Target) throws {
        let own = Set(Self.sources.map(\.name))
        for file in try SourceText.files(of: target.name) {
            let undeclared = file.imports.intersection(own).subtracting(target.dependencies)
            #expect(undeclared.isEmpty, "\(file.name) imports \(undeclared.sorted())")
        }
    }
}
