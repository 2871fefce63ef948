import Foundation
import TestSupport
import Testing

@Suite("One page from standard input to standard output")
struct StandardInputTests {
  static let link = CommandLineTests.link

  @Test(
    "comes out with its links tagged and every other byte as it was",
    arguments: [
      (CommandLineTests.page, CommandLineTests.taggedPage),
      ("", ""),
      (" \r\n", " \r\n"),
      ("<p>no link, no newline", "<p>no link, no newline"),
      ("\u{0}\r\n\r<a href=\(link)>\u{0}", "\u{0}\r\n\r<a href=\(link)&u1=--CLICK-ID-->\u{0}"),
    ])
  func page(page: String, expected: String) throws {
    let output = try Product.run("rewrite", "-", input: Data(page.utf8))
    #expect(output.status == 0)
    #expect(output.standardOutput == Data(expected.utf8))
    #expect(output.standardError.isEmpty)
  }

  static let texts: [(input: String, isText: Bool)] = [
    ("hello", true), ("a < b, a <3", true), ("<", true), ("{{ include \"x\" }}", true),
    ("{\"a\": 1}\n", true),
    ("a { color: red }", true), ("\u{FEFF}hello", true),
    ("<p", false), ("</p>", false), ("<!-- -->", false), ("<?php x(); ?>", false), ("x <br> y", false),
    ("\n\t", false), ("<A HREF=x>", false), (String(repeating: "x ", count: 9999) + "<i>", false),
  ]

  @Test("text without a tag is no page: it goes through, and that is said", arguments: texts.indices)
  func text(index: Int) throws {
    let (input, isText) = Self.texts[index]
    let output = try Product.run("rewrite", "-", input: Data(input.utf8))
    #expect(output.status == (isText ? 2 : 0))
    #expect(output.standardOutput == Data(input.utf8))
    #expect(
      output.standardError.hasPrefix("Error: standard input is text without a tag and no HTML page") == isText
    )
  }

  @Test("bytes of any kind go through, more than a pipe holds")
  func binary() throws {
    // Without more of “<” nothing in front of the link hides it; the first one tells that it is a page.
    let bytes = Data((0..<1_000_000).map { UInt8(truncatingIfNeeded: ($0 &* $0) >> 3) }.filter { $0 != 0x3C })
    let page = Data("<p>".utf8) + bytes + Data("<!--><a href='\(Self.link)'>".utf8) + bytes
    let output = try Product.run("rewrite", "-", input: page)
    #expect(output.status == 0)
    let expected =
      Data("<p>".utf8) + bytes + Data("<!--><a href='\(Self.link)&u1=--CLICK-ID--'>".utf8) + bytes
    // As one truth value: of a failed comparison the test library would work out the difference for hours.
    let isExpected = output.standardOutput == expected
    #expect(isExpected)
  }

  @Test("a page that cannot be tagged comes out as it was, with a message and 3")
  func failure() throws {
    let page = Data([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x3C])
    let output = try Product.run("rewrite", "-", input: page)
    #expect(output.status == 3)
    #expect(output.standardOutput == page)
    #expect(output.standardError.hasPrefix("-: error: "))
    let quiet = try Product.run("rewrite", "-", "--quiet", input: page)
    #expect(quiet.standardError == output.standardError)
  }

  @Test("input that cannot be read is a failure")
  func unreadableInput() throws {
    let output = try Oracle.run("bash", ["-c", "$0 rewrite - < /", Product.autotag])
    #expect(output.status == 3)
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError == "Error: cannot read standard input: Is a directory\n")
  }

  @Test("notes go to standard error, and quiet has none")
  func notes() throws {
    let page = "<a href=\"\(Self.link)&u1=mine\">"
    let output = try Product.run("rewrite", "-", input: Data(page.utf8))
    #expect(output.status == 0)
    #expect(output.standardOutput == Data(page.utf8))
    #expect(output.standardError.hasPrefix("-:1:54: u1 is mine already"))
    #expect(try Product.run("rewrite", "-", "-q", input: Data(page.utf8)).standardError.isEmpty)
  }

  @Test("with --diff the diff comes out, with --dry-run the summary")
  func otherOutput() throws {
    let input = Data(CommandLineTests.page.utf8)
    let diff = try Product.run("rewrite", "-", "--diff", input: input)
    #expect(diff.status == 0)
    #expect(diff.lines.contains("-" + CommandLineTests.page.dropLast()))
    #expect(diff.lines.contains("+" + CommandLineTests.taggedPage.dropLast()))
    #expect(diff.standardError.isEmpty)
    #expect(try Product.run("rewrite", "-", "--diff", input: Data("<p>x".utf8)).standardOutput.isEmpty)

    let dry = try Product.run("rewrite", "-", "--dry-run", input: input)
    #expect(dry.lines.contains("  1 link would be tagged"))
    #expect(dry.lines.allSatisfy { !$0.contains("<a") })

    let verbose = try Product.run("rewrite", "-", "--verbose", input: input)
    #expect(verbose.standardOutput == Data(CommandLineTests.taggedPage.utf8))
    #expect(verbose.standardError.contains("  1 link tagged\n"))
  }

  @Test(
    "the configuration is the named one, else that of the current folder, and -v says which",
    arguments: [
      ("autotag.yml", [], "autotag.yml (found in the current folder or above it)", true),
      ("other.yml", ["--config", "other.yml"], "other.yml (named by --config)", true),
      ("other.yml", [], "none", false),
    ])
  func configuration(name: String, arguments: [String], found: String, replaces: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("existing-subid: replace", to: name)
    let page = Data("<a href=\"\(Self.link)&u1=mine\">".utf8)
    let output = try Oracle.run(
      Product.autotag, ["rewrite", "-", "-v"] + arguments, input: page, in: folder.url)
    #expect(
      output.standardOutput
        == (replaces ? Data("<a href=\"\(Self.link)&u1=--CLICK-ID--\">".utf8) : page))
    #expect(output.standardError.contains("Configuration: \(found)\n"), "\(output.standardError)")
  }
}
