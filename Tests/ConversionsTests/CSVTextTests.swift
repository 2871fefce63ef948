import AutoTagText
import Foundation
import TestSupport
import Testing

@Suite("cells of written CSV")
struct CSVTextTests {
  static let cells: [(value: String, written: String)] = [
    ("", ""), ("a", "a"), ("a-b", "a-b"), ("a=b", "a=b"), ("2026-10-31", "2026-10-31"), ("a, b", "\"a, b\""),
    ("-12.50", "-12.50"), ("-1", "-1"), ("12", "12"), ("-", "'-"), ("-1-1", "'-1-1"), ("--1", "'--1"),
    ("-1e5", "'-1e5"), ("-.5", "'-.5"), ("+5", "'+5"), ("=1", "'=1"), ("@A", "'@A"), ("\t1", "'\t1"),
    ("--CLICK-ID--", "'--CLICK-ID--"), ("'=1", "'=1"), (" =1", "\" '=1\""), ("\u{A0}=1", "\u{A0}'=1"),
    ("\u{3000}+1", "\u{3000}'+1"), ("\u{FEFF}=1", "\u{FEFF}'=1"), ("\u{FF1D}1", "'\u{FF1D}1"),
    ("\u{FF0B}1", "'\u{FF0B}1"), ("\u{FF0D}1", "'\u{FF0D}1"), ("\u{FF20}A", "'\u{FF20}A"),
    (";=1", ";'=1"), ("; =1", "; '=1"), (";;-1", ";;'-1"), (",=1", "\",'=1\""), (", +1", "\", '+1\""),
    ("a;=1", "a;'=1"), ("a;b-c", "a;b-c"), ("a;-5", "a;'-5"), ("a\t=1", "a\t'=1"), ("a,=1", "\"a,=1\""),
    ("\n=1", "\"'\n'=1\""), ("a\r=1", "\"a\r'=1\""), ("\u{FF1B}=1", "\u{FF1B}'=1"),
    ("\"=1", "\"\"\"'=1\""), ("\u{1B}[31m", "\\u{1b}[31m"),
    ("::error::x", "'::error::x"), ("a\n ::add-mask::b", "\"a\n '::add-mask::b\""), (":a", ":a"),
    ("a::b", "a::b"),
    ("##[add-mask]a", "#\\u{23}[add-mask]a"),
  ]

  @Test("a cell begins no formula, and a number stays one", arguments: cells)
  func cell(value: String, written: String) {
    #expect(String(decoding: CSVText.row([value]), as: UTF8.self) == written + "\r\n")
  }

  @Test("programs that separate cells by anything see no formula", Oracle.needs(Oracle.python))
  func separators() throws {
    let rows = Self.cells.map { CSVText.row(["x", $0.value, "y"]) }
    let script = #"""
      import csv, io, re, sys
      text = sys.stdin.buffer.read().decode()
      for delimiter in ",;\t":
          for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
              for cell in row:
                  cell = cell.strip(" \u00a0\u3000\ufeff\"")
                  is_number = re.fullmatch(r"-[0-9]+([.][0-9]+)?(,y)?", cell)
                  assert is_number or not re.match("[=+@\uff1d\uff0b\uff0d\uff20-]", cell), (delimiter, cell)
      """#
    let output = try Oracle.run("python3", ["-c", script], input: Data(rows.flatMap { $0 }))
    #expect(output.status == 0, "\(output.standardError)")
  }
}
