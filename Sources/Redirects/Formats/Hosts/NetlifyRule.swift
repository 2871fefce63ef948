internal import AutoTagBytes

/// The hosts that read a `_redirects` file, each in its own way.
package enum RedirectsFileDialect: Sendable { case netlify, cloudflare }

/// A rule of Netlify's, or of Cloudflare Pages', before it is compiled.
struct NetlifyRule {
  let from: String
  let to: String
  /// `id=:id`.
  let parameters: [String]
  let status: Int
  let isForced: Bool
  /// `Country=us`, or the names of what a `netlify.toml` sets.
  let conditions: [String]
  let line: Int
  let text: String

  func listed(_ dialect: RedirectsFileDialect, _ reader: inout ListReader) -> ListedRule? {
    guard let source = ListReader.split(from), source.query == nil, source.path.first == 0x2F else {
      reader.diagnose(.malformed, line, "the source \(from) is no path that begins with /")
      return nil
    }
    let spelling: RuleListServer.Spelling = dialect == .netlify ? .withoutSlash : .sent
    let path = RuleListServer.spelled(reader.prefixed(source.path), spelling)
    let stars = path.filter { $0 == UInt8(ascii: "*") }.count
    var unknown: String?
    if dialect == .netlify, stars > 1 || stars == 1 && path.last != UInt8(ascii: "*") {
      unknown = "a * that is not the last character of the path is not documented"
    }
    guard
      let (pattern, names) = PathPattern.placeholders(path, starTakesSlash: dialect == .netlify)
    else {
      reader.diagnose(.malformed, line, "the source \(from) cannot be read")
      return nil
    }
    let rule = reader.note(line, text, unknown: unknown)
    var listed = ListedRule(rule: rule, pattern: pattern, groups: names, action: action)
    listed.host = source.host
    listed.target = Array(to.utf8)
    listed.isForced = isForced
    listed.conditions = conditions.map { .open($0, isNegated: false) }
    addParameters(to: &listed)
    setQuery(of: &listed, dialect)
    return listed
  }

  private var action: ListedRule.Action {
    switch status {
    case 300...399: .redirect(status: status)
    case 200: .rewrite
    default: .refuse(status: status)
    }
  }

  private func addParameters(to listed: inout ListedRule) {
    guard !parameters.isEmpty else { return }
    var names: [String] = []
    for parameter in parameters {
      let equals = parameter.firstIndex(of: "=") ?? parameter.endIndex
      let name = String(parameter[..<equals])
      let value = Array(parameter[equals...].dropFirst().utf8)
      names.append(name)
      if value.first == UInt8(ascii: ":") {
        listed.conditions.append(
          .parameter(name: name, value: nil, captured: [Array(value.dropFirst()).text], isNegated: false))
      } else {
        listed.conditions.append(
          .parameter(name: name, value: PathPattern.literal(value), captured: [], isNegated: false))
      }
    }
    listed.conditions.append(.noOtherParameters(than: names))
  }

  private func setQuery(of listed: inout ListedRule, _ dialect: RedirectsFileDialect) {
    switch dialect {
    case .netlify:
      // "our service automatically passes on all query string parameters to destination paths for redirects
      // with 200, 301, and 302 HTTP status" (redirect-options, "Query parameters").
      listed.query =
        [200, 301, 302].contains(status)
        ? .appendedWithoutOwn(
          otherwise: "Netlify does not document whether a query is added to a target that has its own")
        : .unknown("Netlify documents that a query is passed on with the statuses 200, 301 and 302 only")
      listed.fix =
        "ask the server with --online, or use redirects: inline"
    case .cloudflare:
      // workers-sdk, asset-worker, handleRedirects: older versions drop the request's query where the target
      // has one, newer ones merge the two; without one all append it.
      listed.query = .appendedWithoutOwn(
        otherwise:
          "Cloudflare does not document whether a query is added to a target that has its own"
      )
      listed.fix = "ask the server with --online, or use redirects: inline"
    }
  }
}
