/// The facts about a site's links that judgements about a u1 need, from whoever has read the site.
package struct LinkFacts: Sendable {
  /// The u1s that links have or had; `nil` where links get no codes, and every click has an id of its own.
  package var known: KnownSubids?
  /// The words about the links to an advertiser, by MID: why a click id did not arrive, and where to look.
  package var advice: [String: String] = [:]
  /// The words about an advertiser that no link is known to lead to.
  package var adviceWithoutLinks = ""

  package init() {}

  /// Returns the fix of a finding about a sale without a click id.
  func fix(_ code: ConversionCode, advertiser: String) -> String? {
    guard code == .subidPlaceholder || code == .subidMissing else { return nil }
    return advice[advertiser] ?? adviceWithoutLinks
  }
}

extension Ledger {
  /// Marks the counted lines whose u1 names no link. Neither their state nor a sum changes.
  mutating func markUnknownSubids(_ known: KnownSubids) {
    for index in lines.indices where lines[index].state == .ok && lines[index].subid != 0 {
      guard arena.withBytes(lines[index].subid, known.number(of:)) == nil else { continue }
      lines[index].codes |= ConversionCode.subidUnknown.bit
    }
  }
}
