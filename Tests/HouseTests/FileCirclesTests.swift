import Foundation
import TestSupport
import Testing

/// The order of the project's modules and files: imports point downwards, and inside a module no files form a circle of
/// the types that they use. So each module can be read from its lowest file up.
struct FileCirclesTests {
  /// The modules by the names of their folders, the lowest first. A module imports those of lines before its own.
  static let levels = [
    ["Bytes"], ["Text", "Files", "WebURL", "HTML", "YAML", "Baseline"], ["Tracking", "ReportPage"],
    ["Conversions", "Redirects"], ["Site"],
    ["Audit"], ["Earnings", "Configuration"], ["AutoTag"], ["AutoTagCommand"], ["Plugin"],
  ]

  static let modules = levels.flatMap(\.self)

  /// The names in the files of a module, by path below the module's folder.
  private static func files(of module: String) throws -> [String: SwiftNames] {
    let folder = Oracle.root.appending(path: "Sources/\(module)")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try paths.filter { $0.hasSuffix(".swift") }.reduce(into: [:]) { files, path in
      files[path] = SwiftNames(try String(contentsOf: folder.appending(path: path), encoding: .utf8))
    }
  }

  @Test func everyModuleHasALevel() throws {
    let sources = Oracle.root.appending(path: "Sources")
    // Modules that begin with a C stand for libraries written in C.
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { folder in
      try FileManager.default.subpathsOfDirectory(atPath: sources.appending(path: folder).path)
        .contains { $0.hasSuffix(".swift") }
    }
    #expect(folders.sorted() == Self.modules.sorted())
  }

  @Test(arguments: modules)
  func filesFormNoCircle(module: String) throws {
    let files = try Self.files(of: module)
    #expect(!files.isEmpty)
    let circles = FileGraph(files).circles
    #expect(circles.isEmpty, "\(module): \(circles.joined(separator: "\n"))")
  }

  @Test(arguments: modules)
  func importsPointDownwards(module: String) throws {
    let level = try #require(Self.levels.firstIndex { $0.contains(module) })
    let lower = Set(Self.levels[..<level].joined().map(Self.target))
    let own = Set(Self.modules.map(Self.target))
    for (file, names) in try Self.files(of: module) {
      let upward = names.imports.intersection(own).subtracting(lower)
      #expect(upward.isEmpty, "\(module)/\(file) imports \(upward.sorted())")
    }
  }

  private static func target(_ folder: String) -> String {
    folder.hasPrefix("AutoTag") ? folder : "AutoTag\(folder)"
  }

  /// The sources of files called A, B and C, and the circles among them.
  struct Circles: Sendable {
    let sources: [String]
    let expected: [String]

    init(_ sources: String..., expected: String...) {
      (self.sources, self.expected) = (sources, expected)
    }
  }

  private static let ofTwo = "A uses B of B, which uses A of A"

  static let circles: [Circles] = [
    Circles("struct A {}", "struct B { let a: A }"),
    Circles("struct A { let b: B }", "package struct B { let a: A }", expected: ofTwo),
    Circles(
      "enum A { case b(B) }", "class B { var c: C }", "typealias C = [A]",
      expected: "A uses B of B, which uses C of C, which uses A of A"),
    // An extension defines no name that others can use.
    Circles("struct A {}", "extension A { var c: C { C() } }", "struct C { let a: A }"),
    // Comments, text and inner types are no uses.
    Circles("struct A {} // B", "struct B { let a: A }"),
    Circles("struct A { let text = \"B\" }", "struct B { let a: A }"),
    Circles("struct A {\n  struct B {}\n}", "struct C { let a: A }"),
    Circles("struct A { let text = #\"\\(B)\"# + \"\"\"\n  B \"B\"\n  \"\"\" }", "struct B { let a: A }"),
    Circles(
      "struct A { let text = \"x \\(f(\"(\") + B.text) B\" }", "struct B { let a: A }", expected: ofTwo),
    Circles(
      "@Observable\n@MainActor final class A { /* ) */ let b: B }", "struct B { let a: A }", expected: ofTwo),
  ]

  @Test(arguments: circles)
  func circlesAreFound(circles: Circles) {
    let files = zip(["A", "B", "C"], circles.sources.map { SwiftNames($0) })
    #expect(FileGraph(Dictionary(uniqueKeysWithValues: files)).circles == circles.expected)
  }

  @Test func importsAreFound() {
    let source = "import A\ninternal import B\n@testable package import C\n// import D\n/*\nimport E\n*/"
    #expect(SwiftNames(source).imports == ["A", "B", "C"])
  }
}
