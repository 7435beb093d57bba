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

// Two wings that meet in ImageSpecs and WorkerProtocol (Docs/architecture.md): the left one
// (ImageKitCLI, ImageKitCore) never links libvips, the right one (WorkerLoop down to Vips) never reads a registry.
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
            dependencies: ["ImageKitCore", .product(name: "ArgumentParser", package: "swift-argument-parser")]
        ),
        .target(
            name: "ImageKitCore",
            dependencies: [
                "ImageSpecs", "WorkerProtocol",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            // A program that a Django site's own Python runs; in the code, so that there is no file to find.
            resources: [.embedInCode("Django/Script")]
        ),
        .target(name: "WorkerProtocol", dependencies: ["ImageSpecs"]),
        .target(name: "ImageSpecs"),

        .executableTarget(name: "imagekit-worker", dependencies: ["WorkerLoop"]),
        .target(
            name: "WorkerLoop",
            dependencies: [
                "Sandbox", "Rendering", "Processing", "Encoding", "Decoding", "Vips", "ImageSpecs", "WorkerProtocol",
            ]
        ),
        .target(name: "Sandbox", dependencies: ["WorkerProtocol"]),
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
        .target(name: "Decoding", dependencies: ["Pictures", "Containers", "Vips", "ImageSpecs", "WorkerProtocol"]),
        .target(name: "Containers", dependencies: ["Pictures", "ImageSpecs"]),
        .target(name: "Pictures", dependencies: ["Vips", "ResamplingKernels", "ResamplingKernelsAVX2", "ImageSpecs"]),
        .target(name: "ResamplingKernels", swiftSettings: [optimized]),
        // The same loops for processors that `Pictures` has found to have AVX2.
        .target(
            name: "ResamplingKernelsAVX2",
            dependencies: ["ResamplingKernels"],
            swiftSettings: [optimized] + avx2
        ),
        .target(name: "Vips", dependencies: ["CVips"]),
        .systemLibrary(
            name: "CVips",
            pkgConfig: "vips",
            providers: [.apt(["libvips-dev"]), .brew(["vips"])]
        ),

        .testTarget(name: "ImageSpecsTests", dependencies: ["ImageSpecs"]),
        .testTarget(name: "VipsTests", dependencies: ["Vips"]),
        // What the tests of the right wing share.
        .target(
            name: "RenderingTestSupport",
            dependencies: ["Decoding", "Pictures", "Vips", "ImageSpecs", "WorkerProtocol"],
            path: "Tests/RenderingTestSupport"
        ),
        .testTarget(name: "PicturesTests", dependencies: ["Pictures", "RenderingTestSupport"]),
        .testTarget(name: "ContainersTests", dependencies: ["Containers", "RenderingTestSupport"]),
        .testTarget(name: "ProcessingTests", dependencies: ["Processing", "RenderingTestSupport"]),
        .testTarget(name: "RenderingTests", dependencies: ["Rendering", "RenderingTestSupport", "imagekit-worker"]),
        .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "RenderingTestSupport"]),
        .testTarget(name: "WorkerLoopTests", dependencies: ["WorkerLoop", "RenderingTestSupport"]),
        .testTarget(name: "ImageKitCoreTests", dependencies: ["ImageKitCore"]),
        .testTarget(name: "ImageKitCLITests", dependencies: ["ImageKitCLI"]),
        // Runs the built executables, so it depends on them being built first.
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "imagekit", "imagekit-worker", .product(name: "Subprocess", package: "swift-subprocess"),
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
            dependencies: ["ImageKitCore", "Containers", "Decoding", "Encoding"],
            path: "Tests/Fuzzing",
            exclude: ["CorpusTests.swift", "README.md", "make_seeds.py", "corpus", "dictionaries"]
        )
        : .testTarget(
            name: "FuzzingTests",
            dependencies: ["ImageKitCore", "Containers", "Decoding", "Encoding"],
            path: "Tests/Fuzzing",
            exclude: ["LibFuzzer.swift", "README.md", "make_seeds.py", "corpus", "dictionaries"]
        )
)
