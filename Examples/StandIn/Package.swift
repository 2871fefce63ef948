// swift-tools-version: 6.2

import PackageDescription

// Stands in for the packages of real site generators, which have modules by these names.
let package = Package(
  name: "StandIn",
  products: [.library(name: "StandIn", targets: ["Files", "HTML", "TestSupport", "Instructions"])],
  targets: [
    .target(name: "Files"), .target(name: "HTML"), .target(name: "TestSupport"),
    .target(name: "Instructions"),
  ]
)
