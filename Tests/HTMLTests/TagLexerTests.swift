import AutoTagHTML
import Testing

@Suite("Tags as the HTML standard's tokenizer sees them (section 13.2.5)")
struct TagLexerTests {
  @Test(
    "which tags a page has",
    arguments: [
      ("<a href=x>y</a>", "a[href=x] /a"),
      ("<A HREF='x' Rel=\"y z\">", "A[HREF=x][Rel=y z]"),
      ("<a href>", "a[href=]"),
      ("<a href = x >", "a[href=x]"),
      ("<a href= >", "a[href=]"),
      ("<a href=x/>", "a[href=x/]"),
      ("<a href=\"x\"/>", "a[href=x]"),
      ("<a/href=x>", "a[href=x]"),
      ("<a href='x'rel=y>", "a[href=x][rel=y]"),
      ("<a =x=y>", "a[=x=y]"),
      ("<a href=x href=y>", "a[href=x][href=y]"),
      ("<p @click=\"a>b\"><a href=x>", "p[@click=a>b] a[href=x]"),
      ("<a href=\"x", ""),
      ("<a href=x", ""),
      ("<a href='x'", ""),
      ("< a href=x>", ""),
      ("<<a href=x>", "a[href=x]"),
      ("</ a><b>", "b"),
      ("</><b>", "b"),
      ("<!-- <a> --><b>", "b"),
      ("<!--><b>-->", "b"),
      ("<!---><b>", "b"),
      ("<!----><b>", "b"),
      ("<!--<a>--!><b>", "b"),
      ("<!-- <a> -- ><b>", ""),
      ("<!doctype html \"><b>", "b"),
      ("<![CDATA[<a>]]><b>", "b"),
      ("<?php <a> ?><b>", "b"),
      ("<!a><b>", "b"),
    ])
  func tags(page: String, expected: String) {
    #expect(describe(page) == expected)
  }

  @Test("a CDATA section is text in SVG and MathML")
  func cdata() {
    #expect(describe("<![CDATA[<a>]]><b>", inForeignContent: true) == "b")
    #expect(describe("<![CDATA[ > <a> ]]><b>", inForeignContent: true) == "b")
    #expect(describe("<![CDATA[ > <a> ]]><b>") == "a b")
  }

  @Test(
    "raw text ends at its own end tag only",
    arguments: [
      ("<a></b></title><b>", "/title b"),
      ("</titles></TITLE ><b>", "/TITLE b"),
      ("</title", ""),
      ("</title/><b>", "/title b"),
      ("<!-- </title> --><b>", "/title b"),
    ])
  func rawText(text: String, expected: String) {
    #expect(describe(text, rawText: .element("title")) == expected)
  }

  @Test(
    "a script's text ends where the escaped states say (section 13.2.5.15 ff.)",
    arguments: [
      ("'<a>'</script><b>", "/script b"),
      ("<!-- <script> </script> <a> --></script><b>", "/script b"),
      ("<!-- <script> </script> </script><b>", "/script b"),
      ("<!-- </script><b>", "/script b"),
      ("<!--><script></script><b>", "/script b"),
      ("<!-- <scripts> </script><b>", "/script b"),
      ("<!-- <script> --></script><b>", "/script b"),
      ("<!-- <script> </script> <script> </script> <a>", ""),
    ])
  func script(text: String, expected: String) {
    #expect(describe(text, rawText: .script) == expected)
  }

  @Test("nothing ends plaintext")
  func plaintext() {
    #expect(describe("</plaintext><a>", rawText: .plaintext) == "")
  }

  @Test("a tag knows its range and whether it closes itself")
  func ranges() {
    let page = Array("é<a href='x' />".utf8)
    var lexer = TagLexer()
    var tag = TagToken()
    #expect(lexer.next(in: page.span, into: &tag))
    #expect(tag.range == 2..<page.count)
    #expect(tag.isSelfClosing)
    #expect(Self.attributes(of: tag, page) == [TagToken.Attribute(name: 5..<9, value: 11..<12)])
    #expect(!lexer.next(in: page.span, into: &tag))
  }

  @Test(
    "attributes beyond those that are kept are read too, up to the tag's end", arguments: [1, 256, 257, 3000])
  func manyAttributes(count: Int) {
    let names = (0..<count).map { "a\($0)" }
    let text = names.enumerated().map { $1 + ["", "=x", "='>'", "=\"/\"", "/"][$0 % 5] }.joined(
      separator: " ")
    let page = Array("<a \(text) href=y href=z /><b c>".utf8)
    var lexer = TagLexer()
    var tag = TagToken()
    #expect(lexer.next(in: page.span, into: &tag))
    let found = Self.attributes(of: tag, page)
    #expect(found.map { String(decoding: page[$0.name], as: UTF8.self) } == names + ["href", "href"])
    let href = tag.value(of: "href", in: page.span)
    #expect(href.map { String(decoding: page[$0], as: UTF8.self) } == "y")
    #expect(lexer.next(in: page.span, into: &tag))
    #expect(Self.attributes(of: tag, page).count == 1)
  }

  private static func attributes(of tag: TagToken, _ page: [UInt8]) -> [TagToken.Attribute] {
    var attributes: [TagToken.Attribute] = []
    tag.forEachAttribute(in: page.span) { attribute in
      attributes.append(attribute)
      return true
    }
    return attributes
  }

  private func describe(
    _ text: String, inForeignContent: Bool = false, rawText: TagLexer.RawText? = nil
  ) -> String {
    let page = Array(text.utf8)
    var lexer = TagLexer()
    if let rawText { lexer.skipRawText(rawText, in: page.span) }
    var tag = TagToken()
    var tags: [String] = []
    while lexer.next(in: page.span, inForeignContent: inForeignContent, into: &tag) {
      let attributes = Self.attributes(of: tag, page).map {
        "[" + String(decoding: page[$0.name], as: UTF8.self) + "="
          + String(decoding: page[$0.value], as: UTF8.self) + "]"
      }
      tags.append(
        (tag.isEnd ? "/" : "") + String(decoding: page[tag.name], as: UTF8.self) + attributes.joined())
    }
    return tags.joined(separator: " ")
  }
}
