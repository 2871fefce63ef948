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

  static let formats: [(input: String, name: String?)] = [
    ("{\"html\": \"<a href='\(link)'>x</a>\"}\n", "JSON"), ("[\"<a href='\(link)'>x</a>\"]", "JSON"),
    ("{\"a\": \"<a href='\(link)'>\"}\n{\"a\": 2}\n", "JSON"), ("\"<a href='\(link)'>\"", "JSON"),
    ("\u{FEFF} {\"a\": \"<p>\"}", "JSON"),
    ("<?xml version=\"1.0\"?>\n<!-- x -->\n<rss><channel><a href='\(link)'>x</a></channel></rss>", "a feed"),
    ("<feed xmlns=\"http://www.w3.org/2005/Atom\"><a href='\(link)'>x</a></feed>", "a feed"),
    ("<rdf:RDF>\n<a href='\(link)'>x</a></rdf:RDF>", "a feed"),
    ("<?xml version='1.0'?><urlset><a href='\(link)'>x</a>", "a sitemap"),
    ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-<a href='\(link)'>x</a>\n+<p>\n", "a diff"),
    (
      "From: A <a@b.example>\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n+<a href='\(link)'>",
      "a diff"
    ),
    ("*** a\n--- b\n***************\n*** 1 ****\n! <a href='\(link)'>", "a diff"),
    ("id,html\n1,\"<a href=\"\"\(link)\"\">x,\ny</a>\"\n", "a table of separated values"),
    ("id;html\r\n1;<a href='\(link)'>x</a>\r\n", "a table of separated values"),
    ("id\thtml\n1\t<a href='\(link)'>x</a>\n", "a table of separated values"),
    ("From: A <a@b.example>\r\nTo: c@d.example\r\nSubject: x\r\n\r\n<p><a href='\(link)'>x</a>", "a mail"),
    ("From x Mon Nov 23 2026\nReturn-Path: <a@b>\nReceived: from a\n\tby b\n\n<a href='\(link)'>", "a mail"),
    ("MIME-Version: 1.0\nContent-Type: text/html\n\n<a href='\(link)'>", "a mail"),
    ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<a href='\(link)'>", "a server's answer"),
    ("document.write('<a href=\"\(link)\">x</a>')", "JavaScript"),
    ("// x\n/* y */\nconst a = `<a href=\"\(link)\">`;\n", "JavaScript"),
    ("(function () { var a = \"<a href='\(link)'>\" })()", "JavaScript"),
    ("'use strict';\nfor (i = 0; i<n; i++) { b += '<a href=\"\(link)\">' }", "JavaScript"),
    ("export default {\n html: \"it's <a href='\(link)'>\"\n}", "JavaScript"),
    ("import React from 'react'\nexport const A = () => <a href='\(link)'>x</a>\n", "JavaScript"),
    ("import './a.css';\nlet x = <a href='\(link)'>x</a>\n", "JavaScript"),
    ("#!/usr/bin/env python3\nprint(\"<a href='\(link)'>x</a>\")\n", "a script"),
    (
      "<?xml version=\"1.0\"?>\n<svg><foreignObject><a href='\(link)'>x</a></foreignObject></svg>\n",
      "an SVG picture"
    ),
    (
      "<svg xmlns='http://www.w3.org/2000/svg'><svg/><svg></svg><desc><a href='\(link)'>x</a></desc></svg>",
      "an SVG picture"
    ),
    (
      "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x\"><svg><title><a href='\(link)'>x</a></title></svg>",
      "an SVG picture"
    ),
    ("<xsl:stylesheet version='1.0'><a href='\(link)'>x</a></xsl:stylesheet>", "a style sheet"),
    // Pages, fragments and templates.
    ("<svg xmlns='http://www.w3.org/2000/svg'></svg><a href='\(link)'>x</a><svg></svg>", nil),
    ("Content-Type: text/html\n\n<a href='\(link)'>x</a>", nil),
    ("Title: x\nDate: 2026-01-01\n\n<a href='\(link)'>x</a>", nil),
    ("From: here\n\n<a href='\(link)'>x</a>", nil), ("From: a\nto <a href='\(link)'>x</a>", nil),
    ("# Title\n\nText with <a href='\(link)'>x</a>, *and* `code`.\n", nil),
    ("- [a](b)\n- <a href='\(link)'>x</a>\n", nil),
    ("const x = 1;\n<a href='\(link)'>x</a>", nil), ("let us see: <a href='\(link)'>x</a>", nil),
    ("var is a word of 'JavaScript': <a href='\(link)'>x</a>", nil),
    ("function f() {}\n<p>It's <a href='\(link)'>x</a>", nil), ("$(x) <a href='\(link)'>x</a>", nil),
    ("import duties from 1 to 5 <a href='\(link)'>x</a>", nil), ("// x <a href='\(link)'>x</a>", nil),
    ("/* x */ <a href='\(link)'>x</a>", nil),
    ("<a href='\(link)'>x</a>", nil), ("{{ x }}<a href='\(link)'>", nil),
    ("{% x %}\n<a href='\(link)'>", nil),
    ("[x] <a href='\(link)'>", nil), ("{\"title\": \"x\"}\n<a href='\(link)'>x</a>", nil),
    ("Hello, world\nand, <a href='\(link)'>x</a>", nil), ("\"A\", she said, <a href='\(link)'>", nil),
    ("<?xml version=\"1.0\"?><html><a href='\(link)'>x</a></html>", nil),
    ("<?php x(); ?>\n<a href='\(link)'>", nil),
    ("<pre>\n--- a\n+++ b\n@@ -1 +1 @@\n</pre><a href='\(link)'>", nil), ("a,b\n<a href='\(link)'>", nil),
    ("---\ntitle: a, b\n---\n<a href='\(link)'>", nil), ("<svg></svg><a href='\(link)'>", nil),
  ]

  @Test(
    "text of other formats that holds a link goes through as it is, and that is said",
    arguments: formats.indices)
  func format(index: Int) throws {
    let (input, name) = Self.formats[index]
    let output = try Product.run("rewrite", "-", input: Data(input.utf8))
    #expect(output.status == (name == nil ? 0 : 2), "\(input)")
    #expect((output.standardOutput == Data(input.utf8)) == (name != nil), "\(input)")
    #expect(
      output.standardError.hasPrefix("Error: standard input is \(name ?? "-") and no HTML page")
        == (name != nil))
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
