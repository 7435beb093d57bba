// swift-tools-version: 6.2
import PackageDescription

// Optimize in debug builds too. Otherwise, tests would run other instructions than release builds, and would be a
// hundred times slower. Compile the whole module at once: if a module is compiled in parts, SwiftPM does not detect
// changes in code that a target inlines from another target. `-num-threads 1` and `-disable-batch-mode` override flags
// that SwiftPM sets in debug builds.
let optimized = SwiftSetting.unsafeFlags(
    ["-O", "-wmo", "-num-threads", "1", "-disable-batch-mode"],
    .when(configuration: .debug)
)
// `arch` refers to the machine that runs the build, not to the machine that the build is for. So a build on x86-64
// works only for x86-64.
#if arch(x86_64)
    let avx2 = [SwiftSetting.unsafeFlags(["-Xcc", "-mavx2"])]
#else
    let avx2: [SwiftSetting] = []
#endif

#if os(Linux)
    let isLinux = true
#else
    let isLinux = false
#endif

// Link with lld, because lld is faster than the default linker, and prints no warnings about functions of Foundation
// that ImageKit does not call (tmpnam, mktemp).
//
// The option `--wrap` makes the executables smaller, see UnicodeNamesStub.c.
let lld = [
    LinkerSetting.unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "--wrap=_swift_stdlib_getScalarName"],
        .when(platforms: [.linux])
    )
]
// `make build` sets IMAGEKIT_COMMIT. Accept only letters, digits, and "-", because the text becomes a part of a C
// program.
let commit = Context.environment["IMAGEKIT_COMMIT"].flatMap { text in
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } ? text : nil
}

// On Linux, executables are not linked with libvips, because the worker loads libvips when it is first needed. So the
// build needs only the flags for the headers of libvips. The package `vips` of pkg-config would add linker flags.
#if os(Linux)
    let vipsPackage = Context.packageDirectory + "/Sources/CVips/headers.pc"
#else
    let vipsPackage = "vips"
#endif

// The interfaces of the kernel and of GNU libc that Swift's Glibc module does not contain.
let linux = Target.Dependency.target(name: "CLinux", condition: .when(platforms: [.linux]))

// The interface of the operating system: errors, files, and the status of files.
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

// The targets form two wings. They share only ImageSpecs, WorkerProtocol, and two targets without Swift code: CLinux
// contains C headers, and UnicodeNamesStub makes the executables smaller. The left wing, from ImageKitCLI down to
// Files, never links libvips. The right wing never reads a registry. Docs/architecture.md lists the allowed
// dependencies of each target.
let package = Package(
    name: "ImageKit",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "imagekit", targets: ["imagekit"]),
        .executable(name: "imagekit-worker", targets: ["imagekit-worker"]),
        .executable(name: "imagekit-serve", targets: ["imagekit-serve"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/stencilproject/Stencil", from: "0.15.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .executableTarget(
            name: "imagekit",
            dependencies: ["ImageKitCLI", "ICUStub", "UnicodeNamesStub"],
            linkerSettings: lld
        ),
        .target(
            name: "ImageKitCLI",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "ImageHeaders", "FileSearch", "Registry", "Workers",
                "CacheState", "SourceGroups", "Planning", "DjangoImport", "Markup", "Operations", "Serving",
                "Templates", "Gallery", "Reference", "BuildInformation", "Queues", "Redis", system,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // The HTTP server is a separate executable, so that its libraries do not slow down the start of `imagekit`.
        .executableTarget(
            name: "imagekit-serve",
            dependencies: ["ImageKitCLI", "HTTPServing", "ICUStub", "UnicodeNamesStub"],
            linkerSettings: lld
        ),
        .target(
            name: "HTTPServing",
            dependencies: [
                "Files", "Serving", system,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        // The answers of the server. This target uses no sockets.
        .target(
            name: "Serving",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "Registry", "Workers", "CacheState", "SourceGroups",
                "Planning", "Markup", "Operations", linux, system,
            ]
        ),
        .target(
            name: "Operations",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "ImageHeaders", "FileSearch", "Registry", "Workers",
                "Storage", "CacheState", "SourceGroups", "Planning", "DjangoCache", "Markup", "HTMLRewriting",
                "Templates", "Gallery", "Queues", "Redis", system,
            ]
        ),
        .target(
            name: "DjangoImport",
            dependencies: ["ImageSpecs", "WorkerProtocol", "Files", "JSON", "Registry", "Workers"],
            // The script that a Django site's own Python runs. SwiftPM embeds the script in the code, so that imagekit
            // does not have to find a file at run time.
            resources: [.embedInCode("Script")]
        ),
        .target(
            name: "Planning",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "FileSearch", "Registry", "SourceGroups", "Storage",
                "CacheState",
                "ImageHeaders",
                .product(name: "Crypto", package: "swift-crypto"), system,
            ]
        ),
        .target(
            name: "SourceGroups",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "FileSearch", "Registry", "Workers", "Storage",
                "ImageHeaders", "PostgreSQL",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"), system,
            ]
        ),
        .target(
            name: "CacheState",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "ImageHeaders", "Registry",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"), system,
            ]
        ),
        // The cache in which a Django site keeps the state of its cache files.
        .target(
            name: "DjangoCache",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "Registry", "PostgreSQL", "Redis", "Sockets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"), system,
            ]
        ),
        // Bundles of sources for workers on several machines.
        .target(
            name: "Queues",
            dependencies: ["ImageSpecs", "WorkerProtocol", "Files", "JSON", "CacheState", "Redis"]
        ),
        .target(name: "Redis", dependencies: ["ImageSpecs", "WorkerProtocol", "Sockets", system]),
        // Connections to servers, with time limits.
        .target(name: "Sockets", dependencies: ["WorkerProtocol", "Files", system]),
        // Cache files in buckets of S3.
        .target(
            name: "Storage",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "CCurl",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "Workers",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", linux,
                .product(name: "Subprocess", package: "swift-subprocess"), system,
            ]
        ),
        .target(
            name: "Registry",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", "Files", "JSON", "FileSearch", "Storage",
                .product(name: "Crypto", package: "swift-crypto"), system,
            ]
        ),
        .target(name: "FileSearch", dependencies: ["ImageSpecs", "WorkerProtocol", "Files", "JSON", system]),
        // Loads PostgreSQL's C library when a database is used.
        .target(name: "PostgreSQL", dependencies: ["WorkerProtocol"]),
        .target(name: "Markup"),
        .target(name: "ImageHeaders", dependencies: ["ImageSpecs", "WorkerProtocol", "Files", system]),
        .target(name: "JSON", dependencies: ["ImageSpecs", "WorkerProtocol"]),
        .target(
            name: "Files",
            dependencies: [
                "ImageSpecs", "WorkerProtocol", linux,
                .product(name: "Crypto", package: "swift-crypto"), system,
            ]
        ),
        // Django's tags in text files.
        .target(
            name: "Templates",
            dependencies: [
                "ImageSpecs", "JSON", "Markup",
                .product(name: "Stencil", package: "Stencil"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        // The HTML of a gallery. SwiftPM embeds the style and the script of its pages in the code.
        .target(name: "Gallery", dependencies: ["ImageSpecs", "Markup"], resources: [.embedInCode("Page")]),
        // Finds and replaces `<img>` tags in pages.
        .target(name: "HTMLRewriting", dependencies: ["ImageSpecs"], swiftSettings: [optimized]),
        // The commit of the build, and the versions of its libvips and libdeflate headers. This target is in C, because
        // only C compilers accept definitions with values.
        .target(
            name: "BuildInformation",
            cSettings: commit.map { [.define("IMAGEKIT_COMMIT", to: "\"\($0)\"")] } ?? []
        ),
        // Keeps 34 MB of unused data out of the static executables of the left wing.
        .target(name: "ICUStub"),
        // Keeps 550 KB of unused data out of the static executables.
        .target(name: "UnicodeNamesStub"),
        .target(name: "WorkerProtocol", dependencies: ["ImageSpecs"]),
        .target(name: "ImageSpecs"),

        // Documentation that is generated from the tables of facts: output of commands, the schema, and tables in Docs.
        .target(name: "Reference", dependencies: ["ImageSpecs", "WorkerProtocol", "JSON", "Registry"]),
        // Manual pages and completion scripts.
        .target(name: "Manual", dependencies: ["ImageSpecs", "JSON", "Reference", "Registry"]),
        // `make generate` runs this program. It is not installed.
        .executableTarget(name: "generate-reference", dependencies: ["ImageKitCLI", "Manual", "Reference"]),

        .executableTarget(
            name: "imagekit-worker",
            dependencies: ["WorkerLoop", "UnicodeNamesStub"],
            linkerSettings: lld
        ),
        .target(
            name: "WorkerLoop",
            dependencies: [
                "Sandbox", "Rendering", "Processing", "Encoding", "Decoding", "Vips", "ImageSpecs", "WorkerProtocol",
                linux, system,
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
            dependencies: ["Pictures", "Decoding", "Encoding", "Vips", "ImageSpecs", "WorkerProtocol", system]
        ),
        .target(
            name: "Encoding",
            dependencies: [
                "Pictures", "Containers", "Decoding", "JPEGEncoding", "PNGEncoding", "Vips", "ImageSpecs",
                "WorkerProtocol", system,
            ]
        ),
        .target(
            name: "Decoding",
            dependencies: [
                "Pictures", "Containers", "JPEGDecoding", "Vips", "ImageSpecs", "WorkerProtocol", linux, system,
            ],
            // Tiny pictures to test the decoders.
            resources: [.embedInCode("Samples")]
        ),
        .target(
            name: "JPEGDecoding",
            dependencies: ["JPEGTransforms", "JPEGTransformsAVX2", "CPUFeatures"],
            swiftSettings: [optimized]
        ),
        .target(name: "JPEGEncoding", dependencies: ["JPEGDecoding", "JPEGTransforms"], swiftSettings: [optimized]),
        .target(name: "JPEGTransforms", swiftSettings: [optimized]),
        // The loops of `JPEGTransforms`, compiled for AVX2. `JPEGDecoding` uses them if the processor supports AVX2.
        .target(
            name: "JPEGTransformsAVX2",
            dependencies: ["JPEGTransforms"],
            swiftSettings: [optimized] + avx2
        ),
        .target(
            name: "PNGEncoding",
            dependencies: ["CDeflate"],
            swiftSettings: [optimized],
            // Link the static library on Linux. The bytes of a PNG depend on the version of libdeflate, so the version
            // must be a part of the executable. Also, no package then depends on the shared library.
            linkerSettings: [.linkedLibrary(":libdeflate.a", .when(platforms: [.linux]))]
        ),
        .target(name: "Containers", dependencies: ["Pictures", "ImageSpecs"]),
        // This target is optimized in debug builds too. Otherwise, its generic code over vectors would take a second
        // for each photograph.
        .target(
            name: "Pictures",
            dependencies: ["Vips", "ResamplingKernels", "ResamplingKernelsAVX2", "CPUFeatures", "ImageSpecs"],
            swiftSettings: [optimized]
        ),
        .target(name: "CPUFeatures", dependencies: [linux]),
        .target(name: "ResamplingKernels", swiftSettings: [optimized]),
        // The loops of `ResamplingKernels` for bytes, compiled for AVX2. `Pictures` uses them if the processor supports
        // AVX2.
        .target(
            name: "ResamplingKernelsAVX2",
            dependencies: ["ResamplingKernels"],
            swiftSettings: [optimized] + avx2
        ),
        .target(name: "Vips", dependencies: ["ImageSpecs", "CVips", "VipsLoader", linux]),
        // Loads libvips at run time. This target is in C and assembly language.
        .target(name: "VipsLoader"),
        .systemLibrary(
            name: "CVips",
            pkgConfig: vipsPackage,
            providers: [.apt(["libvips-dev"]), .brew(["vips"])]
        ),
        // On Linux, use no `pkgConfig`, because it would make SwiftPM link the shared library.
        .systemLibrary(
            name: "CDeflate",
            pkgConfig: isLinux ? nil : "libdeflate",
            providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]
        ),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CCurl"),

        .testTarget(name: "ImageSpecsTests", dependencies: ["ImageSpecs"]),
        .testTarget(name: "ReferenceTests", dependencies: ["Reference", "TestSupport"]),
        .testTarget(name: "VipsTests", dependencies: ["Vips"]),
        // Code that the tests of the right wing share.
        .target(
            name: "RenderingTestSupport",
            dependencies: ["Decoding", "Pictures", "Vips", "ImageSpecs", "WorkerProtocol"],
            path: "Tests/RenderingTestSupport"
        ),
        .testTarget(name: "PicturesTests", dependencies: ["CPUFeatures", "Pictures", "RenderingTestSupport"]),
        .testTarget(
            name: "JPEGDecodingTests",
            dependencies: [
                "CPUFeatures", "JPEGDecoding", "JPEGTransforms", "JPEGTransformsAVX2", "RenderingTestSupport",
            ]
        ),
        .testTarget(
            name: "JPEGEncodingTests",
            dependencies: ["JPEGDecoding", "JPEGEncoding", "RenderingTestSupport"]
        ),
        .testTarget(name: "PNGEncodingTests", dependencies: ["PNGEncoding", "RenderingTestSupport", "Vips"]),
        .testTarget(name: "ContainersTests", dependencies: ["Containers", "RenderingTestSupport"]),
        .testTarget(name: "DecodingTests", dependencies: ["Decoding", "RenderingTestSupport"]),
        .testTarget(name: "ProcessingTests", dependencies: ["Processing", "RenderingTestSupport", "TestSupport"]),
        .testTarget(name: "RenderingTests", dependencies: ["Rendering", "RenderingTestSupport", "imagekit-worker"]),
        .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "RenderingTestSupport", linux]),
        .testTarget(name: "WorkerLoopTests", dependencies: ["WorkerLoop", "RenderingTestSupport"]),
        .target(name: "TestSupport", dependencies: ["Files", "WorkerProtocol"], path: "Tests/TestSupport"),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport", system]),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
        .testTarget(name: "ImageHeadersTests", dependencies: ["ImageHeaders", "TestSupport"]),
        .testTarget(name: "FileSearchTests", dependencies: ["FileSearch", "TestSupport", system]),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
        .testTarget(name: "RegistryTests", dependencies: ["Registry", "TestSupport"]),
        .testTarget(name: "StorageTests", dependencies: ["Storage", "TestSupport"]),
        .testTarget(name: "RedisTests", dependencies: ["Redis", "TestSupport"]),
        .testTarget(name: "QueuesTests", dependencies: ["Queues", "CacheState", "TestSupport"]),
        .testTarget(name: "PostgreSQLTests", dependencies: ["PostgreSQL"]),
        .testTarget(
            name: "DjangoCacheTests",
            dependencies: [
                "DjangoCache", "Registry", "Sockets", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(name: "WorkersTests", dependencies: ["Workers", "TestSupport"]),
        .testTarget(name: "WorkerProtocolTests", dependencies: ["WorkerProtocol", "TestSupport"]),
        .testTarget(name: "CacheStateTests", dependencies: ["CacheState", "TestSupport"]),
        .testTarget(
            name: "SourceGroupsTests",
            dependencies: ["SourceGroups", "Registry", "Storage", "Files", "ImageHeaders", "TestSupport"]
        ),
        .testTarget(name: "PlanningTests", dependencies: ["Operations", "Planning", "TestSupport"]),
        .testTarget(name: "OperationsTests", dependencies: ["Markup", "Operations", "TestSupport", system]),
        .testTarget(name: "ServingTests", dependencies: ["Serving", "Registry", "Workers", "TestSupport"]),
        .testTarget(name: "DocumentationTests", dependencies: ["Planning", "Registry", "TestSupport", "Workers"]),
        .testTarget(name: "TemplatesTests", dependencies: ["Templates", "JSON", "TestSupport"]),
        .testTarget(name: "HTMLRewritingTests", dependencies: ["HTMLRewriting"]),
        .testTarget(name: "GalleryTests", dependencies: ["Gallery", "Markup"]),
        .testTarget(name: "ManualTests", dependencies: ["ImageKitCLI", "Manual", "TestSupport"]),
        .testTarget(name: "ImageKitCLITests", dependencies: ["ImageKitCLI", system]),
        // These tests run the built executables, so they depend on the executable targets.
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "imagekit", "imagekit-serve", "imagekit-worker", "ImageSpecs", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// `make fuzz` builds the fuzz targets as an executable with libFuzzer. In all other builds, the fuzz targets are a test
// target that runs the corpus.
let isFuzzing = Context.environment["IMAGEKIT_FUZZ"] != nil
package.targets.append(
    isFuzzing
        ? .executableTarget(
            name: "imagekit-fuzz",
            dependencies: [
                "FileSearch", "ImageHeaders", "Registry", "Containers", "JPEGDecoding", "JPEGEncoding", "Decoding",
                "Encoding", "HTMLRewriting", "Templates", "Serving", system,
            ],
            path: "Tests/Fuzzing",
            exclude: ["CorpusTests.swift", "README.md", "make_seeds.py", "corpus", "dictionaries"]
        )
        : .testTarget(
            name: "FuzzingTests",
            dependencies: [
                "FileSearch", "ImageHeaders", "Registry", "Containers", "JPEGDecoding", "JPEGEncoding", "Decoding",
                "Encoding", "HTMLRewriting", "Templates", "Serving", system,
            ],
            path: "Tests/Fuzzing",
            exclude: ["LibFuzzer.swift", "README.md", "make_seeds.py", "corpus", "dictionaries"]
        )
)
