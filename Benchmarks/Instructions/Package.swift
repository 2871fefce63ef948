// swift-tools-version: 6.2

// A package of its own, so that the tool's build knows nothing of it.

import PackageDescription

let package = Package(
  name: "Instructions",
  dependencies: [.package(name: "autotag", path: "../..")],
  targets: [
    .executableTarget(
      name: "Instructions", dependencies: [.product(name: "AutoTag", package: "autotag")], path: "Sources")
  ],
  swiftLanguageModes: [.v6]
)
