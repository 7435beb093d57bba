// swift-tools-version: 6.2
import PackageDescription

// Two wings that meet in ImageSpecs and WorkerProtocol (Docs/architecture.md): the left one
// (ImageKitCLI, ImageKitCore) never links libvips, the right one (Rendering, Vips) never reads a registry.
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

        .executableTarget(name: "imagekit-worker", dependencies: ["Rendering"]),
        .target(name: "Rendering", dependencies: ["ImageSpecs", "WorkerProtocol", "Vips"]),
        .target(name: "Vips", dependencies: ["CVips"]),
        .systemLibrary(
            name: "CVips",
            pkgConfig: "vips",
            providers: [.apt(["libvips-dev"]), .brew(["vips"])]
        ),

        .testTarget(name: "ImageSpecsTests", dependencies: ["ImageSpecs"]),
        .testTarget(name: "VipsTests", dependencies: ["Vips"]),
        .testTarget(name: "RenderingTests", dependencies: ["Rendering", "imagekit-worker"]),
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
            dependencies: ["ImageKitCore", "Rendering"],
            path: "Tests/Fuzzing",
            exclude: ["CorpusTests.swift", "README.md", "make_seeds.py", "corpus", "dictionaries"]
        )
        : .testTarget(
            name: "FuzzingTests",
            dependencies: ["ImageKitCore", "Rendering"],
            path: "Tests/Fuzzing",
            exclude: ["LibFuzzer.swift", "README.md", "make_seeds.py", "corpus", "dictionaries"]
        )
)
