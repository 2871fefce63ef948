/// The flags of a `RewriteRule` (httpd.apache.org/docs/2.4/rewrite/flags.html) that decide where it leads.
struct RewriteFlags {
  /// `R`: the status; `nil` without the flag.
  var redirect: Int?
  /// `F`, `G` and `R` with a status that is no redirect.
  var refusal: Int?
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
  var skips = 0
  var discardsPathInfo = false
  /// `UnsafeAllow3F`.
  var allowsMark = false
  /// A flag that is not understood.
  var unknown: String?

  init() {}

  /// - Parameter text: with its brackets.
  init(_ text: [UInt8]) {
    guard text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else {
      unknown = "its flags are not in brackets"
      return
    }
    for part in text.dropFirst().dropLast().split(separator: UInt8(ascii: ",")) {
      let flag = Bytes.trimmed(part)
      let equals = flag.firstIndex(of: UInt8(ascii: "="))
      let name = Bytes.lowercased(Array(flag[..<(equals ?? flag.count)])).text
      set(name, equals.map { Array(flag[($0 + 1)...]).text })
    }
  }

  private mutating func set(_ name: String, _ value: String?) {
    switch name {
    case "r", "redirect": setRedirect(value)
    case "f", "forbidden": refusal = 403
    case "g", "gone": refusal = 410
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
      skips = count
    case "dpi", "discardpath": discardsPathInfo = true
    case "unsafeallow3f": allowsMark = true
    // In a `.htaccess` file `PT` is always on; the others change nothing about where the rule leads.
    case "pt", "passthrough", "ns", "nosubreq", "e", "env", "co", "cookie", "t", "type", "h", "handler",
      "unsafeprefixstat", "":
      break
    default: unknown = "its flag \(name.uppercased())\(value.map { "=\($0)" } ?? "") is not understood"
    }
  }

  private mutating func setRedirect(_ value: String?) {
    switch value?.lowercased() {
    case nil, "temp": redirect = 302
    case "permanent": redirect = 301
    case "seeother": redirect = 303
    case let value?:
      guard let status = Int(value), (100...599).contains(status) else {
        unknown = "its status \(value) is no number"
        return
      }
      if (300...399).contains(status) { redirect = status } else { refusal = status }
    }
  }
}
