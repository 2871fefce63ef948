internal import AutoTagBytes

/// A currency by its code of ISO 4217, or the unknown currency, whose amounts are kept apart from all others.
package struct Currency: Hashable, Comparable, Sendable {
  /// Three capital letters; empty where the currency is not known.
  package let code: String

  package static let unknown = Currency(unchecked: "")

  private init(unchecked code: String) {
    self.code = code
  }

  /// - Parameter code: three letters, in any case; `nil` for anything else.
  package init?(_ code: String) {
    guard code.utf8.count == 3, code.utf8.allSatisfy(ASCII.isLetter) else { return nil }
    self.code = code.uppercased()
  }

  /// The code; “unknown currency” in reports for people where there is none.
  package var name: String { code.isEmpty ? "unknown currency" : code }

  package var isKnown: Bool { !code.isEmpty }

  /// The unknown currency comes last.
  package static func < (one: Currency, other: Currency) -> Bool {
    one.isKnown != other.isKnown ? one.isKnown : one.code < other.code
  }

  /// The decimals of the minor unit (ISO 4217, list one); 2 for a currency that is not known.
  package var decimals: Int {
    if Self.withoutDecimals.contains(code) { return 0 }
    if Self.withThreeDecimals.contains(code) { return 3 }
    return Self.withFourDecimals.contains(code) ? 4 : 2
  }

  private static let withoutDecimals: Set<String> = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
    "XOF", "XPF",
  ]
  private static let withThreeDecimals: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
  private static let withFourDecimals: Set<String> = ["CLF", "UYW"]

  /// The currency of one of Rakuten's networks, by the number that its reports name; `nil` for others.
  package init?(network number: Int) {
    switch number {
    case 1: self.init(unchecked: "USD")
    case 3: self.init(unchecked: "GBP")
    case 5: self.init(unchecked: "CAD")
    case 7, 9: self.init(unchecked: "EUR")
    case 8: self.init(unchecked: "BRL")
    case 41: self.init(unchecked: "AUD")
    default: return nil
    }
  }

  /// An amount with at least the decimals of the minor unit, without the code.
  package func text(_ amount: Amount) -> String { amount.text(decimals: decimals) }
}
