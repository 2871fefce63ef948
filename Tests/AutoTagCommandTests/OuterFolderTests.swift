import Foundation
import TestSupport
import Testing

@Suite("A folder around the configuration's site")
struct OuterFolderTests {
  static let outer: [(configuration: String, command: [String], says: String?)] = [
    (
      "site: public\noutput: out\n", ["rewrite", ".", "--in-place"],
      "autotag.yml:1: the site is public, and not ., which holds it: run autotag rewrite, or name public"
    ),
    (
      "output: out\nsite: public\n", ["audit", "."],
      "autotag.yml:2: the site is public, and not ., which holds"
    ),
    ("site: public/en\n", ["audit", "public"], "the site is public/en, and not public, which holds it"),
    ("site: ./public/\n", ["rewrite", "-n", "../here"], "and not ../here, which holds it"),
    ("site: notbuilt\n", ["audit", "."], "the site is notbuilt, and not ., which holds it"),
    ("site: public\n", ["resolve", "/x", "--site", "."], "or name it by --site public"),
    (
      "site: public\n", ["conversions", "x.csv", "--site", "."],
      "which holds it: name it by --site public\n"
    ),
    (
      "site: public\n", ["audit", ".", "--config", "autotag.yml"],
      "run autotag audit --config autotag.yml, or"
    ),
    (
      "site: public\noutput: dist/out\n", ["audit", "dist"],
      "autotag.yml:2: the site's tagged copy is dist/out, and not dist, which holds it: name dist/out"
    ),
    ("site: public\n", ["audit", "public"], nil), ("site: public\noutput: out\n", ["audit", "out"], nil),
    ("site: .\noutput: out\n", ["audit", "."], nil), ("site: public\n", ["audit", "dist"], nil),
    ("base-url: https://a.example/\n", ["audit", "."], nil),
  ]

  @Test("A folder that holds the configuration's site is not taken for it", arguments: outer.indices)
  func outerFolder(index: Int) throws {
    let test = Self.outer[index]
    let folder = try TemporaryFolder()
    for place in ["public", "public/en", "out", "dist/out", "dist"] {
      try folder.write(CommandLineTests.page, to: "here/\(place)/index.html")
    }
    try folder.write(test.configuration, to: "here/autotag.yml")
    try folder.write("", to: "here/x.csv")
    let output = try Oracle.run(Product.autotag, test.command, in: folder.url.appending(path: "here"))
    #expect((output.status == 2) == (test.says != nil), "\(output.standardError)")
    if let says = test.says { #expect(output.standardError.contains(says), "\(output.standardError)") }
    #expect(try folder.text("here/public/index.html") == CommandLineTests.page)
  }
}
