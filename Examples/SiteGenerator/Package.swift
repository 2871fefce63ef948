// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "SiteGenerator",
  dependencies: [
    .package(name: "autotag", path: "../.."),
    .package(path: "../StandIn"),
  ],
  targets: [
    .executableTarget(
      name: "Generator",
      dependencies: [
        .product(name: "AutoTag", package: "autotag"), .product(name: "StandIn", package: "StandIn"),
      ])
  ]
)
