// swift-tools-version: 6.2

import PackageDescription

/// One set of settings for every target; the reasons are in CONTRIBUTING.md, "Build settings".
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "meshphase",
  products: [.executable(name: "meshphase", targets: ["meshphase"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    // The C libraries, as Debian's libyaml-dev, libgit2-dev and zlib1g-dev install them.
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CLibGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // The libraries: values in, values out. None of them prints or reads the file system,
    // the environment or a clock; Git finds a repository, reads whose it is and how it is configured, and
    // reads and writes its object database and refs.
    .target(name: "Files", swiftSettings: settings),
    .target(name: "YAML", dependencies: ["CLibYAML"], swiftSettings: settings),
    .target(name: "YAMLDiff", dependencies: ["YAML"], swiftSettings: settings),
    .target(
      name: "Kubernetes", dependencies: ["Files", "YAML", "YAMLDiff"], swiftSettings: settings),
    .target(
      name: "MeshUpgrade", dependencies: ["Files", "YAML", "YAMLDiff", "Kubernetes"],
      swiftSettings: settings, plugins: ["EmbedTemplates"]),
    .target(
      name: "Git", dependencies: ["Files", "CLibGit2", "CZlib"], swiftSettings: settings),

    // The tool: the only code that prints or touches the outside world.
    .executableTarget(
      name: "meshphase",
      dependencies: [
        "Files", "YAML", "YAMLDiff", "Kubernetes", "MeshUpgrade", "Git",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),

    // templates/, overlays/ and Documentation/rules/ become one Swift table inside MeshUpgrade.
    .executableTarget(name: "embed-templates", swiftSettings: settings),
    .plugin(name: "EmbedTemplates", capability: .buildTool(), dependencies: ["embed-templates"]),

    .target(
      name: "TestSupport", dependencies: ["YAML"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: settings),
    .testTarget(
      name: "YAMLTests", dependencies: ["YAML", "TestSupport", "FuzzLaws"],
      swiftSettings: settings),
    .testTarget(
      name: "YAMLDiffTests", dependencies: ["YAMLDiff", "YAML", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "KubernetesTests",
      dependencies: ["Kubernetes", "Files", "YAML", "YAMLDiff", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "GitTests", dependencies: ["Git", "Files"], swiftSettings: settings),
    .testTarget(
      name: "MeshUpgradeTests",
      dependencies: [
        "MeshUpgrade", "Kubernetes", "Files", "YAML", "YAMLDiff", "TestSupport", "HistoryLaws",
      ], swiftSettings: settings),
    // Random meshes, histories of their upgrades, and what must hold for each; a test checks some,
    // the executable thousands, in a release build.
    .target(
      name: "HistoryLaws",
      dependencies: ["MeshUpgrade", "Kubernetes", "Files", "YAML", "YAMLDiff"],
      path: "Tests/HistoryLaws", swiftSettings: settings),
    .executableTarget(
      name: "history-laws", dependencies: ["HistoryLaws"], path: "Tests/HistoryCampaign",
      swiftSettings: settings),
    // What must hold for every text; libFuzzer's entry points, which Scripts/soak links, and a test.
    .target(
      name: "FuzzLaws", dependencies: ["YAML", "YAMLDiff", "Kubernetes"],
      path: "Tests/Fuzz/Laws", swiftSettings: settings),
    .target(
      name: "FuzzEdit", dependencies: ["FuzzLaws"], path: "Tests/Fuzz/Edit",
      swiftSettings: settings),
    .target(
      name: "FuzzDiff", dependencies: ["FuzzLaws"], path: "Tests/Fuzz/Diff",
      swiftSettings: settings),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzLaws", "TestSupport"], swiftSettings: settings),
    // Renders in a process of its own, for the test that compares two of them.
    .executableTarget(
      name: "render-digest", dependencies: ["MeshUpgrade", "Kubernetes", "YAML", "TestSupport"],
      path: "Tests/RenderDigest", swiftSettings: settings),
    // Proves a plan again and again, for Benchmarks/proof.
    .executableTarget(
      name: "proof-times", dependencies: ["MeshUpgrade", "Kubernetes", "Files"],
      path: "Benchmarks/ProofTimes", swiftSettings: settings),
    // Runs the built tool, which the dependency puts beside the test bundle.
    .testTarget(
      name: "MeshphaseTests", dependencies: ["meshphase", "render-digest", "TestSupport"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
