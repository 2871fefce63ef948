internal import AutoTagBytes

/// A rule of Netlify's, from `_redirects` or a `netlify.toml`, before it is compiled.
struct NetlifyRule {
  typealias Parameter = (name: String, value: String?)

  let from: String
  /// `nil` where the rule leaves it out: the path itself is served.
  var to: String?
  /// `id=:id`.
  var parameters: [Parameter] = []
  /// `nil` where none is written, which is 301.
  var status: Int?
  var isForced = false
  /// The things that decide besides, as they are written: `Country=us`.
  var conditions: [String] = []
  let line: Int
  let text: String

  init(from: String, line: Int, text: String) {
    (self.from, self.line, self.text) = (from, line, text)
  }

  /// Returns the name and the value of `name=value`; a second `=` ends the value.
  static func pair(_ text: String) -> Parameter {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : nil)
  }

  /// Returns the number that a text begins with, as JavaScript's `parseInt` reads it: `301!`, `302abc`.
  static func status(_ text: String) -> Int? {
    let text = ByteText.trimmed(Array(text.utf8))
    let sign = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? 1 : 0
    let digits = text[sign...].prefix(while: ASCII.isDigit)
    return digits.isEmpty ? nil : Int(Array(text[..<digits.endIndex]).text)
  }

  static func checkedStatus(_ text: String) throws(MalformedRule) -> Int {
    guard let status = status(text) else { throw MalformedRule("\(text) is no status code") }
    return status
  }

  func listed(_ reader: inout ListReader) throws(MalformedRule) -> ListedRule {
    guard let source = ListReader.split(from), source.path.first == 0x2F else {
      throw MalformedRule("the source \(from) is no path that begins with /")
    }
    // The parser cuts the query off an address and leaves it in a path, which then is that of no request.
    guard source.host != nil || source.query == nil else {
      throw MalformedRule(
        "no path has a ? in it: parameters are written behind the source, as in /go/x id=:id")
    }
    guard !source.path.hasPrefix("/.netlify") else {
      throw MalformedRule("a path below /.netlify is Netlify's own")
    }
    let target = try target()
    let path = RuleListServer.spelled(reader.prefixed(source.path), .withoutSlash)
    guard let (pattern, names) = PathPattern.placeholders(path, starTakesSlash: true) else {
      throw MalformedRule("the source \(from) cannot be read")
    }
    let rule = reader.note(line, text, unknown: unknown(path))
    var listed = ListedRule(rule: rule, pattern: pattern, groups: names, action: action)
    listed.host = source.host
    // Netlify sends what comes by http to https before all rules but those for http.
    if from.hasPrefix("http://") { listed.scheme = "http" }
    listed.target = Array(target.utf8)
    listed.isForced = isForced
    listed.conditions = conditions.map { .open($0, isNegated: false) }
    addParameters(to: &listed)
    // "our service automatically passes on all query string parameters to destination paths for redirects with 200,
    // 301, and 302 HTTP status" (redirect-options, "Query parameters"); those of a target that has some itself supersede
    // them (measured by Netlify's staff in production, in a pull request of the command line, 2017).
    listed.query =
      passesQueries
      ? .appendedUnlessOwn
      : .unknown("Netlify documents that a query is passed on with the statuses 200, 301 and 302 only")
    return listed
  }

  private func target() throws(MalformedRule) -> String {
    if let to { return to }
    guard from.hasSuffix("/*"), let status, (200...299).contains(status) else {
      throw MalformedRule(
        "the target is missing; only a path that ends in /* may do without, with the status 200")
    }
    return from.dropLast(2) + "/:splat"
  }

  private var passesQueries: Bool { [200, 301, 302].contains(status ?? 301) }

  private func unknown(_ path: [UInt8]) -> String? {
    if let parameter = parameters.first(where: { $0.value == nil }) {
      return "what the parameter \(parameter.name) without a value asks for is not documented"
    }
    let stars = path.count { $0 == UInt8(ascii: "*") }
    if stars > 1 || stars == 1 && path.last != UInt8(ascii: "*") {
      return "a * that is not the last character of the path is not documented"
    }
    switch status ?? 301 {
    case 200, 300...599: return nil
    default: return "what Netlify does with the status \(status ?? 301) is not documented"
    }
  }

  private var action: ListedRule.Action {
    let status = status ?? 301
    return switch status {
    case 300...399: .redirect(status: status)
    case 200: .rewrite
    default: .refuse(status: status)
    }
  }

  private func addParameters(to listed: inout ListedRule) {
    guard !parameters.isEmpty else { return }
    for case (let name, let value?) in parameters {
      let value = Array(value.utf8)
      let isPlaceholder = value.first == UInt8(ascii: ":")
      listed.conditions.append(
        .parameter(
          name: name, value: isPlaceholder ? nil : PathPattern.literal(value),
          captured: isPlaceholder ? [Array(value.dropFirst()).text] : [], isNegated: false))
    }
    listed.conditions.append(.noOtherParameters(than: parameters.map(\.name)))
  }
}
