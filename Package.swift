// swift-tools-version: 6.2
import PackageDescription

// The house, from the ground up. A target may import only what stands above it in this file;
// `--explicit-target-dependency-import-check error` holds every build to it.

/// Warnings are errors in our own targets only: dependencies are compiled as they come.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "cinch",
  products: [
    .executable(name: "cinch", targets: ["cinch"]),
    .executable(name: "cinch-act", targets: ["cinch-act"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Ground floor: pure. No I/O, no clock.
    .target(name: "Sandboxing", swiftSettings: strict),
    .testTarget(name: "SandboxingTests", dependencies: ["Sandboxing"], swiftSettings: strict),
    .target(
      name: "Search",
      dependencies: [.product(name: "BitCollections", package: "swift-collections")],
      swiftSettings: strict),
    // Services that are known through and through, to search for; the search's tests and its benchmark against them.
    .target(name: "SearchSimulation", dependencies: ["Search"], path: "Tests/SearchSimulation", swiftSettings: strict),
    .executableTarget(
      name: "search-bench", dependencies: ["Search", "SearchSimulation"], path: "Tests/Benchmarks/search-bench",
      swiftSettings: strict),
    .testTarget(name: "SearchTests", dependencies: ["Search", "SearchSimulation"], swiftSettings: strict),

    // What runs inside a sandbox: acts, in a binary that needs nothing of the file system around it.
    .target(name: "CActs"),
    .target(name: "Acts", dependencies: ["Sandboxing", "CActs"], swiftSettings: strict),
    .executableTarget(
      name: "cinch-act", dependencies: ["Sandboxing", "Acts"], path: "Sources/Executables",
      exclude: ["cinch.swift", "cinch-manual.swift"], sources: ["cinch-act.swift"], swiftSettings: strict,
      linkerSettings: [.unsafeFlags(["-static-executable"])]),
    .executableTarget(
      name: "needy", dependencies: ["Sandboxing", "Acts", "CActs"], swiftSettings: strict,
      linkerSettings: [.unsafeFlags(["-static-executable"])]),
    // What each restriction denies, as measured: for all tests that have to know what is true of a needy.
    .target(
      name: "DenialMatrix", dependencies: ["Sandboxing"], path: "Tests/DenialMatrix", resources: [.copy("Tables")],
      swiftSettings: strict),
    .testTarget(
      name: "ActsTests", dependencies: ["Sandboxing", "CActs", "Acts", "DenialMatrix"], swiftSettings: strict),

    // First floor: the outside world, one room for each part of it.
    .target(name: "CLinux"),
    // The kernel's own: files, processes, control groups, mounts.
    .target(name: "Linux", dependencies: ["CLinux"], swiftSettings: strict),
    .testTarget(name: "LinuxTests", dependencies: ["Linux"], swiftSettings: strict),
    .systemLibrary(
      name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    .target(
      name: "Systemd",
      dependencies: ["Sandboxing", "CLinux", "Linux", "CSystemd", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .target(
      name: "Lab",
      dependencies: [
        "CLinux", "Linux",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .target(
      name: "Ledger",
      dependencies: ["Sandboxing", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),

    // Second floor: one trial, then what the verbs do.
    .target(
      name: "Trials",
      dependencies: [
        "CLinux", "Linux", "Sandboxing", "Systemd", "Lab", "Ledger", .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "trial-bench",
      dependencies: ["Sandboxing", "Systemd", "Lab", "Trials", .product(name: "Logging", package: "swift-log")],
      path: "Tests/Benchmarks", exclude: ["OverheadBenchmark.swift", "search-bench"], sources: ["TrialBenchmark.swift"],
      swiftSettings: strict),
    .target(
      name: "Profiles",
      dependencies: ["Sandboxing", "Systemd", "Ledger", "Trials", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .testTarget(
      name: "ProfilesTests",
      dependencies: ["Ledger", "Profiles", "Sandboxing", "Systemd", "Trials"], swiftSettings: strict),
    // What a service is known to do beyond what its health check asks of it, from many sources; what that means for a sandbox.
    .systemLibrary(name: "CElf", pkgConfig: "libelf", providers: [.apt(["libelf-dev"])]),
    .target(name: "Uses", dependencies: ["Linux", "Sandboxing", "Trials", "Profiles", "CElf"], swiftSettings: strict),
    .testTarget(name: "UsesTests", dependencies: ["Profiles", "Sandboxing", "Uses"], swiftSettings: strict),
    // What "works" means for daemons that many machines have.
    .target(
      name: "Recipes",
      dependencies: ["Linux", "Sandboxing", "Trials", "Profiles", "Uses", .product(name: "Yams", package: "Yams")],
      resources: [.copy("Recipes")], swiftSettings: strict),
    .testTarget(
      name: "RecipesTests", dependencies: ["Recipes", "Trials", "Uses"], swiftSettings: strict),
    .target(
      name: "Workflows",
      dependencies: [
        "Linux", "Sandboxing", "Search", "Systemd", "Lab", "Ledger", "Trials", "Profiles", "Uses", "Recipes",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "overhead-bench",
      dependencies: ["Systemd", "Lab", "Trials", "Workflows"],
      path: "Tests/Benchmarks", exclude: ["TrialBenchmark.swift", "search-bench"], sources: ["OverheadBenchmark.swift"],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "CLinux", "Sandboxing", "Search", "Ledger", "Trials", "Profiles", "Recipes", "Uses", "Workflows",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [
        .embedInCode("Find/find.mustache"), .embedInCode("Fleet/fleet.mustache"), .embedInCode("Fleet/fleet.js"),
      ], swiftSettings: strict),

    // The roof: what a person types.
    .target(
      name: "CinchCommands",
      dependencies: [
        "Linux", "Sandboxing", "Search", "Systemd", "Lab", "Ledger", "Trials", "Profiles", "Recipes", "Uses",
        "Workflows", "Reports", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "cinch", dependencies: ["CinchCommands"], path: "Sources/Executables",
      exclude: ["cinch-act.swift", "cinch-manual.swift"], sources: ["cinch.swift"],
      swiftSettings: strict),
    // Writes the manual pages, for the package.
    .executableTarget(
      name: "cinch-manual", dependencies: ["CinchCommands"], path: "Sources/Executables",
      exclude: ["cinch.swift", "cinch-act.swift"], sources: ["cinch-manual.swift"], swiftSettings: strict),

    // What holds it all to its word: one test target for each room.
    .testTarget(
      name: "CorpusTests", dependencies: ["Sandboxing", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    // Texts as they were recorded, for every test that holds one to it.
    .target(
      name: "SnapshotTesting", path: "Tests/Support", exclude: ["LabSlots.swift", "TestLabs.swift"],
      sources: ["Snapshot.swift"], swiftSettings: strict),
    // Labs for every test that needs one.
    .target(
      name: "LabTesting", dependencies: ["Lab"], path: "Tests/Support", exclude: ["Snapshot.swift"],
      sources: ["LabSlots.swift", "TestLabs.swift"],
      swiftSettings: strict),
    .testTarget(
      name: "LabTests",
      dependencies: [
        "CLinux", "Lab", "LabTesting", "Linux", "cinch", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ], swiftSettings: strict),
    .testTarget(
      name: "LedgerTests",
      dependencies: ["Ledger", "Sandboxing", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "CinchCommandsTests",
      dependencies: [
        "CinchCommands", "Lab", "LabTesting", "Ledger", "Linux", "Profiles", "Recipes", "Reports", "Sandboxing",
        "Search",
        "SearchSimulation", "SnapshotTesting", "Systemd", "Trials", "Workflows", "cinch",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Ledger", "Profiles", "Reports", "Sandboxing", "SnapshotTesting", "Systemd", "Trials", "Workflows",
      ],
      exclude: ["Schemas", "Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "SystemdTests",
      dependencies: ["CSystemd", "Lab", "LabTesting", "Sandboxing", "Systemd", "cinch"], swiftSettings: strict),
    .testTarget(
      name: "TrialsTests",
      dependencies: [
        "Lab", "LabTesting", "Linux", "Sandboxing", "Systemd", "Trials", "cinch",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "TruthTests",
      dependencies: [
        "DenialMatrix", "Lab", "LabTesting", "Ledger", "Profiles", "Sandboxing", "Search", "SearchSimulation",
        "Trials", "Workflows", "cinch",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WorkflowsTests",
      dependencies: [
        "Lab", "LabTesting", "Ledger", "Linux", "Profiles", "Recipes", "Sandboxing", "Systemd", "Trials", "Uses",
        "Workflows", "cinch",
      ],
      swiftSettings: strict),
    // What reads what others have written, one entry point each.
    .target(
      name: "Fuzzing", dependencies: ["Profiles", "Recipes", "Sandboxing", "Systemd", "Trials", "Workflows"],
      path: "Tests/Fuzzing", exclude: ["FuzzTests.swift", "main.swift"], resources: [.copy("Corpus")],
      swiftSettings: strict),
    .testTarget(
      name: "FuzzingTests", dependencies: ["Fuzzing"], path: "Tests/Fuzzing",
      exclude: ["Corpus", "Mutator.swift", "Parser.swift", "main.swift"], sources: ["FuzzTests.swift"],
      swiftSettings: strict),
  ]
)

// libFuzzer is a part of Swift's own toolchains only: Scripts/fuzz asks for what is linked to it.
if Context.environment["CINCH_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "cinch-fuzz", dependencies: ["Fuzzing"], path: "Tests/Fuzzing",
      exclude: ["Corpus", "FuzzTests.swift", "Mutator.swift", "Parser.swift"], sources: ["main.swift"],
      swiftSettings: strict))
}
