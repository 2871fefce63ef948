// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "autotag",
  products: [
    .executable(name: "autotag", targets: ["autotag"]),
    .library(name: "AutoTag", targets: ["AutoTag"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CLibIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
    .systemLibrary(name: "CLibCurl"),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CVectors"),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    .target(
      name: "AutoTagBytes", dependencies: ["CVectors"], path: "Sources/Bytes", swiftSettings: settings),
    .target(name: "HTMLLinks", dependencies: ["AutoTagBytes", "CLibXML2"], swiftSettings: settings),
    .target(
      name: "TrackingLinks", dependencies: ["AutoTagBytes", "HTMLLinks", "CLibIDN2"], swiftSettings: settings),
    .target(
      name: "AutoScan", dependencies: ["AutoTagBytes", "HTMLLinks", "TrackingLinks", "CPCRE2"],
      swiftSettings: settings),
    .target(name: "Workers", swiftSettings: settings),
    .target(
      name: "AutoTagFiles",
      dependencies: ["CLinux", .product(name: "SystemPackage", package: "swift-system")],
      path: "Sources/Files", swiftSettings: settings),
    .target(
      name: "LiveRedirects",
      dependencies: [
        "AutoTagBytes", "TrackingLinks", "AutoScan", "AutoTagFiles", "Workers", "CLibCurl",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(
      name: "SiteRewriter",
      dependencies: [
        "AutoTagBytes", "HTMLLinks", "TrackingLinks", "AutoScan", "AutoTagFiles", "LiveRedirects", "Workers",
        "CZlib",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(
      name: "LinkAudit",
      dependencies: ["AutoTagBytes", "HTMLLinks", "TrackingLinks", "AutoScan", "SiteRewriter"],
      exclude: ["Rules/README.md"],
      resources: [
        .embedInCode("Reports/audit.schema.json"),
        .embedInCode("Reports/HTML/report.html"),
        .embedInCode("Reports/HTML/report.css"),
        .embedInCode("Reports/HTML/report.js"),
      ],
      swiftSettings: settings),
    .target(
      name: "AutoTag",
      dependencies: [
        "HTMLLinks", "TrackingLinks", "AutoScan", "LiveRedirects", "SiteRewriter", "LinkAudit",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "autotag",
      dependencies: [
        "AutoTag", "AutoTagBytes", "AutoTagFiles", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Sources/AutoTagCommand", swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "BytesTests", dependencies: ["AutoTagBytes", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "FilesTests",
      dependencies: [
        "AutoTagFiles", "TestSupport", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "HTMLLinksTests", dependencies: ["HTMLLinks", "AutoTagBytes", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TrackingLinksTests", dependencies: ["TrackingLinks", "AutoTagBytes", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AutoScanTests", dependencies: ["AutoScan", "AutoTagBytes", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LiveRedirectsTests", dependencies: ["LiveRedirects", "TrackingLinks", "Workers", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SiteRewriterTests",
      dependencies: ["SiteRewriter", "AutoTagBytes", "AutoTagFiles", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LinkAuditTests", dependencies: ["LinkAudit", "AutoTagBytes", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AutoTagCommandTests", dependencies: ["autotag", "AutoTagBytes", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests", dependencies: ["autotag", "TestSupport"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
