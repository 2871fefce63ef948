// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "autotag",
  products: [
    .executable(name: "autotag", targets: ["AutoTagCommand"]),
    .library(name: "AutoTag", targets: ["AutoTag"]),
    .plugin(name: "AutoTagPlugin", targets: ["AutoTagPlugin"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CLibIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CLibCurl"),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CVectors"),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    .target(
      name: "AutoTagBytes", dependencies: ["CVectors"], path: "Sources/Bytes", swiftSettings: settings),
    .target(
      name: "AutoTagText", dependencies: ["AutoTagBytes"], path: "Sources/Text", swiftSettings: settings),
    .target(
      name: "AutoTagReportPage", dependencies: ["AutoTagText"], path: "Sources/ReportPage",
      resources: [.embedInCode("page.css"), .embedInCode("figures.css"), .embedInCode("head.html")],
      swiftSettings: settings),
    .target(
      name: "AutoTagBaseline", dependencies: ["AutoTagBytes"], path: "Sources/Baseline",
      swiftSettings: settings),
    .target(
      name: "AutoTagFiles", dependencies: ["AutoTagBytes", "CLinux", systemPackage],
      path: "Sources/Files", swiftSettings: settings),
    .target(
      name: "AutoTagYAML", dependencies: ["AutoTagBytes", "CLibYAML"], path: "Sources/YAML",
      swiftSettings: settings),
    .target(
      name: "AutoTagWebURL", dependencies: ["AutoTagBytes", "CLibIDN2"], path: "Sources/WebURL",
      swiftSettings: settings),
    .target(
      name: "AutoTagHTML", dependencies: ["AutoTagBytes", "CLibXML2"], path: "Sources/HTML",
      swiftSettings: settings),
    .target(
      name: "AutoTagTracking", dependencies: ["AutoTagBytes", "AutoTagWebURL", "AutoTagHTML"],
      path: "Sources/Tracking", swiftSettings: settings),
    .target(
      name: "AutoTagRedirects",
      dependencies: [
        "AutoTagBytes", "AutoTagText", "AutoTagFiles", "AutoTagWebURL", "AutoTagHTML", "AutoTagTracking",
        "AutoTagYAML", "CLibXML2", "CPCRE2", "CLibCurl", systemPackage,
      ],
      path: "Sources/Redirects", swiftSettings: settings),
    .target(
      name: "AutoTagSite",
      dependencies: [
        "AutoTagBytes", "AutoTagText", "AutoTagFiles", "AutoTagWebURL", "AutoTagHTML", "AutoTagTracking",
        "AutoTagRedirects", "CZlib", systemPackage,
      ],
      path: "Sources/Site", swiftSettings: settings),
    .target(
      name: "AutoTagAudit",
      dependencies: [
        "AutoTagBytes", "AutoTagText", "AutoTagFiles", "AutoTagWebURL", "AutoTagHTML", "AutoTagTracking",
        "AutoTagRedirects", "AutoTagSite", "AutoTagReportPage", "AutoTagBaseline",
      ],
      path: "Sources/Audit",
      exclude: ["Checks/README.md"],
      resources: [
        .embedInCode("Reports/audit.schema.json"),
        .embedInCode("Reports/HTML/report.html"),
        .embedInCode("Reports/HTML/report.css"),
        .embedInCode("Reports/HTML/report.js"),
      ],
      swiftSettings: settings),
    .target(
      name: "AutoTagConversions",
      dependencies: [
        "AutoTagBytes", "AutoTagText", "AutoTagFiles", "AutoTagReportPage", "AutoTagBaseline", "CZlib",
        systemPackage,
      ],
      path: "Sources/Conversions",
      exclude: ["README.md"],
      resources: [
        .embedInCode("Reports/conversions.schema.json"), .embedInCode("Reports/HTML/conversions.css"),
      ],
      swiftSettings: settings),
    .target(
      name: "AutoTagEarnings",
      dependencies: [
        "AutoTagBytes", "AutoTagText", "AutoTagWebURL", "AutoTagTracking", "AutoTagSite", "AutoTagAudit",
        "AutoTagConversions",
      ],
      path: "Sources/Earnings", swiftSettings: settings),
    .target(
      name: "AutoTagConfiguration",
      dependencies: [
        "AutoTagBytes", "AutoTagFiles", "AutoTagWebURL", "AutoTagTracking", "AutoTagRedirects",
        "AutoTagSite", "AutoTagAudit", "AutoTagYAML", "AutoTagConversions", "AutoTagBaseline",
      ],
      path: "Sources/Configuration", swiftSettings: settings),
    .target(
      name: "AutoTag",
      dependencies: [
        "AutoTagText", "AutoTagWebURL", "AutoTagTracking", "AutoTagRedirects", "AutoTagSite", "AutoTagAudit",
        "AutoTagConfiguration", "AutoTagBaseline",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "AutoTagCommand",
      dependencies: [
        "AutoTagBytes", "AutoTagText", "AutoTagFiles", "AutoTagWebURL", "AutoTagHTML", "AutoTagTracking",
        "AutoTagRedirects", "AutoTagSite", "AutoTagAudit", "AutoTagConversions", "AutoTagEarnings",
        "AutoTagConfiguration", "AutoTagBaseline", "CLibXML2", "CLibIDN2",
        "CLibYAML", "CPCRE2", "CZlib", systemPackage,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    .plugin(
      name: "AutoTagPlugin",
      capability: .command(
        intent: .custom(verb: "autotag", description: "Tag or audit the affiliate links of a site."),
        permissions: [
          .writeToPackageDirectory(reason: "autotag rewrite writes the pages that it is told to write.")
        ]),
      dependencies: ["AutoTagCommand"], path: "Sources/Plugin"),

    // The parts of the work whose instructions Benchmarks/Instructions/count.py counts.
    .executableTarget(
      name: "Instructions",
      dependencies: ["AutoTagBytes", "AutoTagHTML", "AutoTagTracking", "AutoTagSite"],
      path: "Benchmarks/Instructions/Sources", swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "StreamSupport", dependencies: ["AutoTagSite", "TestSupport", systemPackage],
      path: "Tests/StreamSupport", swiftSettings: settings),
    .target(
      name: "RedirectAgreement",
      dependencies: [
        "AutoTagAudit", "AutoTagSite", "AutoTagRedirects", "AutoTagTracking", "AutoTagWebURL",
        "TestSupport",
      ],
      path: "Tests/RedirectAgreement", swiftSettings: settings),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "BytesTests", dependencies: ["AutoTagBytes", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "FilesTests", dependencies: ["AutoTagFiles", "TestSupport", systemPackage],
      swiftSettings: settings),
    .testTarget(
      name: "WebURLTests", dependencies: ["AutoTagWebURL", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "HTMLTests", dependencies: ["AutoTagHTML", "AutoTagBytes", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TrackingTests",
      dependencies: ["AutoTagTracking", "AutoTagWebURL", "AutoTagHTML", "AutoTagBytes", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "RedirectsTests",
      dependencies: [
        "AutoTagSite", "AutoTagRedirects", "AutoTagTracking", "AutoTagWebURL", "AutoTagHTML",
        "AutoTagBytes", "AutoTagFiles", "RedirectAgreement", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SiteTests",
      dependencies: [
        "AutoTagSite", "AutoTagRedirects", "AutoTagTracking", "AutoTagWebURL", "AutoTagHTML",
        "AutoTagBytes", "AutoTagFiles", "RedirectAgreement", "StreamSupport", "TestSupport", systemPackage,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AuditTests",
      dependencies: [
        "AutoTagAudit", "AutoTagSite", "AutoTagRedirects", "AutoTagTracking", "AutoTagWebURL",
        "AutoTagHTML", "AutoTagBytes", "AutoTagBaseline", "StreamSupport", "TestSupport", systemPackage,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ConversionsTests",
      dependencies: [
        "AutoTagConversions", "AutoTagReportPage", "AutoTagText", "AutoTagBytes", "AutoTagBaseline",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "EarningsTests",
      dependencies: [
        "AutoTagEarnings", "AutoTagConversions", "AutoTagAudit", "AutoTagSite", "AutoTagTracking",
        "AutoTagText",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ConfigurationTests",
      dependencies: [
        "AutoTagConfiguration", "AutoTagAudit", "AutoTagConversions", "AutoTagSite", "AutoTagRedirects",
        "AutoTagTracking", "AutoTagBytes", "AutoTagBaseline",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LibraryTests", dependencies: ["AutoTag", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "AutoTagCommandTests",
      dependencies: [
        "AutoTagCommand", "AutoTagConfiguration", "AutoTagConversions", "AutoTagAudit", "AutoTagSite",
        "AutoTagRedirects",
        "AutoTagTracking", "AutoTagWebURL", "AutoTagText", "AutoTagBytes", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests", dependencies: ["AutoTagCommand", "TestSupport"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
