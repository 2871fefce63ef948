internal import AutoTagBytes
internal import AutoTagWebURL

/// The CSV of Cloudflare's Bulk Redirects (developers.cloudflare.com/rules/url-forwarding/bulk-redirects: "CSV file
/// format", "How it works"): source and target, then status, `preserve_query_string`, `include_subdomains`,
/// `subpath_matching`, `preserve_path_suffix`; no header. The most specific line answers, wherever it stands.
///
/// The request's query is dropped, and appended with `preserve_query_string`, with which Cloudflare refuses a target that has a
/// query of its own (error 10055, "Query string settings incompatible with redirect target URL").
package struct CloudflareBulkSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.cloudflareBulk, file: name, prefix: prefix)
    var rules: [Rule] = []
    let csv = CSVReader(file)
    if let line = csv.openQuote { reader.diagnose(.malformed, line, "a quote is not closed") }
    for record in csv.records {
      do throws(MalformedRule) {
        rules.append(try Rule(record))
      } catch {
        let source = record.field(0)
        let words = [source.contains("://") ? source : "https://\(source)", record.field(1)]
        reader.skip(
          record.line, words.map { Array($0.utf8) }, text: Array(words.joined(separator: " → ").utf8),
          because: "Cloudflare refuses the line: \(error.message)")
      }
    }
    rules.sort { $0.isBefore($1) }
    var listed: [ListedRule] = []
    for rule in rules { listed += rule.listed(&reader) }
    return reader.finish(listed, spelling: .sent, placeholders: .colon)
  }

  private struct Rule {
    let line: Int
    let scheme: String?
    let host: String
    let path: [UInt8]
    let target: String
    var status = 301
    let preservesQuery: Bool
    let includesSubdomains: Bool
    let matchesSubpaths: Bool
    /// `nil` where it is not written: the pages of the documentation differ about what that means.
    let preservesSuffix: Bool?

    init(_ record: CSVReader.Record) throws(MalformedRule) {
      line = record.line
      target = record.field(1)
      let source = record.field(0)
      let scheme = ["https", "http"].first { source.hasPrefix($0 + "://") }
      self.scheme = scheme
      guard let url = WebURL(scheme == nil ? "https://" + source : source), let host = url.host,
        url.port == nil,
        url.query == nil, url.fragment == nil, !source.contains("@"), host.contains(".")
      else {
        throw MalformedRule("the source is a host and a path, without port, query and fragment")
      }
      self.host = host
      path = Array(url.path.utf8)
      guard WebURL(target) != nil else { throw MalformedRule("the target is no whole address") }
      let code = record.field(2)
      if !code.isEmpty {
        guard let number = Int(code), [301, 302, 307, 308].contains(number) else {
          throw MalformedRule("\(code) is none of the statuses 301, 302, 307 and 308")
        }
        status = number
      }
      var flags: [Bool?] = []
      for column in 3..<7 {
        switch record.field(column) {
        case "": flags.append(nil)
        case "TRUE", "true": flags.append(true)
        case "FALSE", "false": flags.append(false)
        case let text: throw MalformedRule("\(text) is neither TRUE nor FALSE")
        }
      }
      preservesQuery = flags[0] ?? false
      includesSubdomains = flags[1] ?? false
      matchesSubpaths = flags[2] ?? false
      preservesSuffix = flags[3]
      guard !preservesQuery || !target.prefix(while: { $0 != "#" }).contains("?") else {
        throw MalformedRule("a target with a query cannot have preserve_query_string (error 10055)")
      }
    }

    /// Returns true for the rule that Cloudflare asks first: the longer path, a host alone before one with its
    /// subdomains, the longer host, a scheme before none.
    func isBefore(_ other: Rule) -> Bool {
      func rank(_ rule: Rule) -> (Int, Int, Int, Int, Int) {
        (
          -rule.path.count, rule.includesSubdomains ? 1 : 0, -rule.host.utf8.count,
          rule.scheme == nil ? 1 : 0,
          rule.line
        )
      }
      return rank(self) < rank(other)
    }

    func listed(_ reader: inout ListReader) -> [ListedRule] {
      let hasQuery = target.prefix { $0 != "#" }.contains("?")
      let rule = reader.note(line, "\(host)\(path.text) → \(target)")
      let spelled = RuleListServer.spelled(reader.prefixed(path), .sent)
      guard let exact = PathPattern.literal(spelled) else { return [] }
      var listed = ListedRule(rule: rule, pattern: exact, action: .redirect(status: status))
      listed.target = Array(target.utf8)
      listed.scheme = scheme
      if includesSubdomains {
        let pattern = PathPattern.pattern([UInt8]("(?:.*\\.)?") + PathPattern.escaped(Array(host.utf8)), true)
        if let pattern { listed.conditions = [.host(pattern, text: host, isNegated: false)] }
      } else {
        listed.host = host
      }
      listed.query = preservesQuery ? .appendedUnlessOwn : .dropped
      if !hasQuery {
        listed.remedy = ("write TRUE in its fourth column, preserve_query_string", .appendedUnlessOwn)
      }
      var all = [listed]
      if matchesSubpaths, let below = below(listed, spelled, hasQuery: hasQuery) { all.append(below) }
      // Case and a slash at the end are a matter of the zone's settings.
      if let other = PathPattern.literal(spelled, ignoresCase: true, ignoresSlash: true), !matchesSubpaths {
        all.append(
          listed.doubtful(other, "another letter case or slash at the end depends on settings of the zone"))
      }
      return all
    }

    /// Returns the rule for the paths below the source.
    private func below(_ listed: ListedRule, _ spelled: [UInt8], hasQuery: Bool) -> ListedRule? {
      let isFolder = spelled.last == 0x2F
      guard
        let pattern = PathPattern.pattern(
          PathPattern.escaped(spelled) + [UInt8](isFolder ? "(.+)" : "(/.*)"), false)
      else { return nil }
      var below = listed
      below.pattern = pattern
      below.groups = ["suffix"]
      switch preservesSuffix {
      case false: return below
      case true where !hasQuery && !target.contains("#") && target.hasSuffix("/") == isFolder:
        below.target += [UInt8](":suffix")
        return below
      case true:
        return below.doubtful(pattern, "how the rest of the path joins this target is not documented")
      case nil:
        return below.doubtful(
          pattern, "preserve_path_suffix is not written, and the documentation differs about what that means")
      }
    }
  }
}
