internal import AutoTagText

/// The links of the site as comma-separated values (RFC 4180), for spreadsheets and databases. The columns are the
/// fields of the JSON report; the chain is told in words.
///
/// Values are as they are on the page, but for what `CSVText` does to formulas and control characters.
package struct CSVInventory: AuditReport {
  package init() {}

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    CSVText.row([
      "page", "line", "column", "text", "href", "group", "kind", "id", "mid", "offerid", "destination",
      "state",
      "chain", "chain_end", "chain_query", "chain_reason",
    ])
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    page.links.flatMap { link in
      CSVText.row([
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
}
