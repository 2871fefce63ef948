internal import AutoTagBytes

/// The flags of a `RewriteRule` (httpd.apache.org/docs/2.4/rewrite/flags.html) that decide where it leads.
struct RewriteFlags: Sendable {
  /// The numbers in a few bytes, since a file may have ten thousand rules: 0 without the flag.
  private var redirectStatus: UInt16 = 0
  private var refusalStatus: UInt16 = 0
  private var skipped: UInt32 = 0
  /// The reason why httpd refuses the file for the flags; `nil` where it takes them.
  private(set) var fault: String?
  private var passesThrough = false
  var isLast = false
  var isEnd = false
  var appendsQuery = false
  var discardsQuery = false
  var splitsAtLastMark = false
  var ignoresCase = false
  var escapesNothing = false
  var escapesGroups = false
  var escapesSpaceAsPercent = false
  var startsAgain = false
  var isChained = false
  var discardsPathInfo = false
  /// `UnsafeAllow3F`.
  var allowsMark = false
  /// `E`: `NAME:value`, `NAME` or `!NAME`, before groups and variables are put in.
  var environment: [[UInt8]] = []

  /// `R`: the status; `nil` without the flag.
  var redirect: Int? { redirectStatus == 0 ? nil : Int(redirectStatus) }
  /// `F`, `G` and `R` with a status that is no redirect.
  var refusal: Int? {
    // `PT` makes of the address to redirect to a path, which is none.
    if passesThrough, redirectStatus != 0 { return 400 }
    return refusalStatus == 0 ? nil : Int(refusalStatus)
  }
  var skips: Int { Int(skipped) }

  init() {}

  /// - Parameters:
  ///   - text: with its brackets, which are there.
  ///   - unknown: what is not understood of it.
  init(_ text: [UInt8], unknown: inout String?) {
    for part in text.dropFirst().dropLast().split(separator: 0x2C, omittingEmptySubsequences: false) {
      let flag = ByteText.trimmed(part)
      let equals = flag.firstIndex(of: UInt8(ascii: "="))
      let name = ASCII.lowercased(Array(flag[..<(equals ?? flag.count)])).text
      set(name, equals.map { Array(flag[($0 + 1)...]).text }, &unknown)
    }
  }

  private mutating func set(_ name: String, _ value: String?, _ unknown: inout String?) {
    switch name {
    case "r", "redirect": setRedirect(value ?? "")
    case "f", "forbidden": refusalStatus = 403
    case "g", "gone": refusalStatus = 410
    case "l", "last": isLast = true
    case "end": isEnd = true
    case "qsa", "qsappend": appendsQuery = true
    case "qsd", "qsdiscard": discardsQuery = true
    case "qsl", "qslast": splitsAtLastMark = true
    case "nc", "nocase": ignoresCase = true
    case "ne", "noescape": escapesNothing = true
    case "b" where value == nil, "escapebackreferences" where value == nil: escapesGroups = true
    case "bnp", "backrefnoplus":
      escapesGroups = true
      escapesSpaceAsPercent = true
    case "n" where value == nil, "next" where value == nil: startsAgain = true
    case "c", "chain": isChained = true
    case "s", "skip":
      guard let value, let count = Int(value), count >= 0 else {
        unknown = "its flag S has no number"
        return
      }
      // No file has as many rules.
      skipped = UInt32(clamping: min(count, 1 << 30))
    case "e", "env":
      if let value { environment.append(Array(value.utf8)) }
    case "dpi", "discardpath": discardsPathInfo = true
    case "unsafeallow3f": allowsMark = true
    case "pt", "passthrough": passesThrough = true
    // These change nothing about where the rule leads.
    case "ns", "nosubreq", "co", "cookie", "t", "type", "h", "handler",
      "unsafeprefixstat":
      break
    case "" where value == nil: fault = Self.nothing(of: "RewriteRule")
    // httpd has them, and they are not followed here.
    case "p", "proxy", "b", "escapebackreferences", "bctls", "bne", "n", "next":
      unknown = "its flag \(name.uppercased())\(value.map { "=\($0)" } ?? "") is not understood"
    default: fault = "a RewriteRule has no flag \(name.uppercased())"
    }
  }

  /// Returns the fault of flags with nothing between two commas, or between a comma and a bracket.
  static func nothing(of directive: String) -> String {
    "the flags of a \(directive) are names with one comma between them, and one of these is missing or a comma is too many"
  }

  /// A word that httpd does not know is as none. What begins with a digit is a number, up to the first other character
  /// (`atoi`).
  private mutating func setRedirect(_ value: String) {
    switch value.lowercased() {
    case "permanent": redirectStatus = 301
    case "seeother": redirectStatus = 303
    case _ where value.utf8.first.map(ASCII.isDigit) != true: redirectStatus = 302
    default:
      let digits = value.prefix { $0.isASCII && $0.isNumber }.prefix(18)
      let number = Int32(truncatingIfNeeded: Int(digits) ?? 0)
      guard let status = UInt16(exactly: number), Self.statuses.contains(status) else {
        fault = "the flag R has a status that HTTP does not have"
        return
      }
      if (300...399).contains(status) { redirectStatus = status } else { refusalStatus = status }
    }
  }

  /// The statuses that httpd 2.4.71 takes.
  private static let statuses: Set<UInt16> = Set(
    [100...103, 200...208, 226...226, 300...305, 307...308, 400...417, 421...424, 426...426, 428...429]
      .joined()
  ).union([431, 451]).union([500...508, 510...511].joined())
}
