/// The links of the site as comma-separated values (RFC 4180), for spreadsheets and databases. The columns are the
/// fields of the JSON report; the chain is told in words.
///
/// Values are as they are on the page but for two things. A spreadsheet takes one that begins with `=`, `+`, `-` or `@` (the
/// wide forms too), a tab or a line's end for a formula, so that a page's author could run one on the reader's machine: such a
/// value gets an apostrophe in front, the usual guard (OWASP, “CSV Injection”), which other readers have to take off. And
/// control characters that a terminal obeys are written as `\u{1b}`: no link needs them, and the inventory may be printed.
package struct CSVInventory: AuditReport {
  package init() {}

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    Self.row([
      "page", "line", "column", "text", "href", "group", "kind", "id", "mid", "offerid", "destination",
      "state",
      "chain", "chain_end", "chain_query", "chain_reason",
    ])
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    page.links.flatMap { link in
      Self.row([
        page.file, String(link.line), String(link.column), link.text, link.href, link.group,
        link.kind.rawValue,
        link.id ?? "", link.mid ?? "", link.offerid ?? "", link.destination ?? "", link.state.rawValue,
        link.chain.map(Self.told) ?? "", link.chain?.end ?? "", link.chain?.query.rawValue ?? "",
        link.chain?.reason ?? "",
      ])
    }
  }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] { [] }

  /// “/go/a → /b (301, .htaccess:9) → https://… (302, nginx.conf:4)”.
  private static func told(_ chain: AuditedLink.Chain) -> String {
    chain.hops.reduce(chain.hops.first?.from ?? "") { $0 + " → \($1.to) (\($1.status), \($1.source))" }
  }

  private static func row(_ fields: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(field, to: &bytes)
    }
    return bytes + "\r\n".utf8
  }

  private static let formulaStarts: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  private static func write(_ field: String, to bytes: inout [UInt8]) {
    let printable = PrintableText.of(field, keeping: "\t", "\n", "\r")
    let isFormula = printable.unicodeScalars.first.map { formulaStarts.contains($0) } ?? false
    let text = isFormula ? "'" + printable : printable
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    // Some readers drop spaces around a value without quotes.
    let isPlain = !needsQuotes && text.utf8.first != UInt8(ascii: " ") && text.utf8.last != UInt8(ascii: " ")
    if isPlain {
      bytes += text.utf8
    } else {
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }
}
