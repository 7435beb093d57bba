// swift-tools-version: 6.2
import PackageDescription

// In debug builds too, or tests would look at other instructions than users run, at a hundredth of their speed. As a whole
// module: built by parts, a target does not see that code which it inlines from another has changed. The last two flags undo
// what SwiftPM asks for in debug builds.
let optimized = SwiftSetting.unsafeFlags(
    ["-O", "-wmo", "-num-threads", "1", "-disable-batch-mode"],
    .when(configuration: .debug)
)
// This asks for the machine that builds, not for the one built for: from x86-64, other processors cannot be built for.
#if arch(x86_64)
    let avx2 = [SwiftSetting.unsafeFlags(["-Xcc", "-mavx2"])]
#else
    let avx2: [SwiftSetting] = []
#endif

// The kernel's and GNU's interfaces that Swift's Glibc module leaves out.
let linux = Target.Dependency.target(name: "CLinux", condition: .when(platforms: [.linux]))

// Two wings that meet in ImageSpecs and WorkerProtocol: the left one, from ImageKitCLI down to Files, never links libvips,
// the right one never reads a registry. Docs/architecture.md lists the allowed dependencies of each target.
let package = Package(
    name: "ImageKit",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "imagekit", targets: ["imagekit"]),
        .executable(name: "imagekit-worker", targets: ["imagekit-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .executableTarget(name: "imagekit", dependencies: ["ImageKitCLI"]),
        .target(
            name: "ImageKitCLI",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "ImageHeaders", "FileSearch", "Registry", "Workers",
                "CacheState", "SourceGroups", "Planning", "DjangoImport", "Operations", "Reference",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(
            name: "Operations",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "ImageHeaders", "FileSearch", "Registry", "Workers",
                "CacheState", "SourceGroups", "Planning", "DjangoImport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "DjangoImport",
            dependencies: ["ImageSpecs", "WorkerProtocol", "Files", "JSON", "Registry", "Workers"],
            // A program that a Django site's own Python runs; in the code, so that there is no file to find.
            resources: [.embedInCode("Script")]
        ),
        .target(
            name: "Planning",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "FileSearch", "Registry", "SourceGroups", "CacheState",
                "ImageHeaders",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "SourceGroups",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "FileSearch", "Registry", "Workers", "ImageHeaders",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "CacheState",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "Registry",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Workers",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
        .target(
            name: "Registry",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "FileSearch",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(name: "FileSearch", dependencies: ["ImageSpecs", "WorkerProtocol", "Files", "JSON"]),
        .target(name: "ImageHeaders", dependencies: ["ImageSpecs", "WorkerProtocol", "Files"]),
        .target(name: "JSON", dependencies: ["ImageSpecs", "WorkerProtocol"]),
        .target(
            name: "Files",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", linux,
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(name: "WorkerProtocol", dependencies: ["ImageSpecs"]),
        .target(name: "ImageSpecs"),

        // What is documented about the tables of facts: pages of commands, the schema, and the tables in Docs.
        .target(name: "Reference", dependencies: ["ImageSpecs", "JSON", "Registry"]),
        // Run by `make generate`; not installed.
        .executableTarget(name: "generate-reference", dependencies: ["Reference"]),

        .executableTarget(name: "imagekit-worker", dependencies: ["WorkerLoop"]),
        .target(
            name: "WorkerLoop",
            dependencies: [
                "Sandbox", "Rendering", "Processing", "Encoding", "Decoding", "Vips", "ImageSpecs", "WorkerProtocol",
                linux,
            ]
        ),
        .target(name: "Sandbox", dependencies: ["WorkerProtocol", linux]),
        .target(
            name: "Rendering",
            dependencies: [
                "Pictures", "Containers", "Decoding", "Encoding", "Processing", "Vips", "ImageSpecs", "WorkerProtocol",
            ]
        ),
        .target(
            name: "Processing",
            dependencies: ["Pictures", "Decoding", "Encoding", "Vips", "ImageSpecs", "WorkerProtocol"]
        ),
        .target(
            name: "Encoding",
            dependencies: ["Pictures", "Containers", "Decoding", "Vips", "ImageSpecs", "WorkerProtocol"]
        ),
        .target(
            name: "Decoding",
            dependencies: ["Pictures", "Containers", "Vips", "ImageSpecs", "WorkerProtocol", linux]
        ),
        .target(name: "Containers", dependencies: ["Pictures", "ImageSpecs"]),
        .target(name: "Pictures", dependencies: ["Vips", "ResamplingKernels", "ResamplingKernelsAVX2", "ImageSpecs"]),
        .target(name: "ResamplingKernels", swiftSettings: [optimized]),
        // The same loops for processors that `Pictures` has found to have AVX2.
        .target(
            name: "ResamplingKernelsAVX2",
            dependencies: ["ResamplingKernels"],
            swiftSettings: [optimized] + avx2
        ),
        .target(name: "Vips", dependencies: ["CVips", linux]),
        .systemLibrary(
            name: "CVips",
            pkgConfig: "vips",
            providers: [.apt(["libvips-dev"]), .brew(["vips"])]
        ),
        .systemLibrary(name: "CLinux"),

        .testTarget(name: "ImageSpecsTests", dependencies: ["ImageSpecs"]),
        .testTarget(name: "ReferenceTests", dependencies: ["Reference", "TestSupport"]),
        .testTarget(name: "VipsTests", dependencies: ["Vips"]),
        // What the tests of the right wing share.
        .target(
            name: "RenderingTestSupport",
            dependencies: ["Decoding", "Pictures", "Vips", "ImageSpecs", "WorkerProtocol"],
            path: "Tests/RenderingTestSupport"
        ),
        .testTarget(name: "PicturesTests", dependencies: ["Pictures", "RenderingTestSupport"]),
        .testTarget(name: "ContainersTests", dependencies: ["Containers", "RenderingTestSupport"]),
        .testTarget(name: "DecodingTests", dependencies: ["Decoding", "RenderingTestSupport"]),
        .testTarget(name: "ProcessingTests", dependencies: ["Processing", "RenderingTestSupport", "TestSupport"]),
        .testTarget(name: "RenderingTests", dependencies: ["Rendering", "RenderingTestSupport", "imagekit-worker"]),
        .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "RenderingTestSupport", linux]),
        .testTarget(name: "WorkerLoopTests", dependencies: ["WorkerLoop", "RenderingTestSupport"]),
        .target(name: "TestSupport", dependencies: ["Files", "WorkerProtocol"], path: "Tests/TestSupport"),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
        .testTarget(name: "ImageHeadersTests", dependencies: ["ImageHeaders", "TestSupport"]),
        .testTarget(name: "FileSearchTests", dependencies: ["FileSearch", "TestSupport"]),
        .testTarget(name: "RegistryTests", dependencies: ["Registry", "TestSupport"]),
        .testTarget(name: "WorkersTests", dependencies: ["Workers", "TestSupport"]),
        .testTarget(name: "WorkerProtocolTests", dependencies: ["WorkerProtocol", "TestSupport"]),
        .testTarget(name: "CacheStateTests", dependencies: ["CacheState", "TestSupport"]),
        .testTarget(name: "SourceGroupsTests", dependencies: ["SourceGroups", "TestSupport"]),
        .testTarget(name: "PlanningTests", dependencies: ["Operations", "Planning", "TestSupport"]),
        .testTarget(name: "OperationsTests", dependencies: ["Operations", "TestSupport"]),
        .testTarget(name: "DocumentationTests", dependencies: ["Planning", "Registry", "TestSupport", "Workers"]),
        .testTarget(name: "ImageKitCLITests", dependencies: ["ImageKitCLI"]),
        // Runs the built executables, so it depends on them being built first.
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "imagekit", "imagekit-worker", "ImageSpecs", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// `make fuzz` builds the fuzz targets as an executable with libFuzzer, everybody else as a test with their corpus.
let isFuzzing = Context.environment["IMAGEKIT_FUZZ"] != nil
package.targets.append(
    isFuzzing
        ? .executableTarget(
            name: "imagekit-fuzz",
            dependencies: ["FileSearch", "ImageHeaders", "Registry", "Containers", "Decoding", "Encoding"],
            path: "Tests/Fuzzing",
            exclude: ["CorpusTests.swift", "README.md", "make_seeds.py", "corpus", "dictionaries"]
        )
        : .testTarget(
            name: "FuzzingTests",
            dependencies: ["FileSearch", "ImageHeaders", "Registry", "Containers", "Decoding", "Encoding"],
            path: "Tests/Fuzzing",
            exclude: ["LibFuzzer.swift", "README.md", "make_seeds.py", "corpus", "dictionaries"]
        )
)
