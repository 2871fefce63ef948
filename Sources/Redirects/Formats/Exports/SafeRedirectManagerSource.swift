internal import AutoTagBytes

/// The exports of Safe Redirect Manager (WordPress, 2.2.2: inc/classes/class-srm-redirect.php, class-srm-wp-cli.php):
/// `ID,redirect_from,redirect_to,status_code,enable_regex,post_status` as CSV, or objects with these names as JSON.
package struct SafeRedirectManagerSource: RedirectSource {
  package init() {}

  struct Redirect {
    let line: Int
    let from: String
    let to: String
    let status: String
    let isPattern: Bool
    let isPublished: Bool
  }

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.safeRedirectManager, file: name, prefix: prefix)
    let isJSON = ByteText.withoutMark(file).first { !ASCII.isSpace($0) } == UInt8(ascii: "[")
    let redirects = isJSON ? Self.json(file, &reader) : Self.csv(file, &reader)
    let rules = redirects.filter(\.isPublished).compactMap { Self.rule($0, &reader) }
    return reader.finish(rules, spelling: [.withoutSlash, .withOneSlash])
  }

  private static func csv(_ file: [UInt8], _ reader: inout ListReader) -> [Redirect] {
    var redirects: [Redirect] = []
    reader.forEachRecord(
      of: file, columns: ["redirect_from", "redirect_to", "status_code", "enable_regex", "post_status"]
    ) { record, columns, reader in
      // `list` ends with such a line.
      if record.fields.count == 1, record.field(0).hasPrefix("Total of ") { return }
      let fields = columns.map { record.field($0) }
      redirects.append(
        Redirect(
          line: record.line, from: fields[0], to: fields[1], status: fields[2],
          isPattern: ["1", "true"].contains(fields[3].lowercased()),
          isPublished: fields[4].lowercased() == "publish"))
    }
    return redirects
  }

  private static func json(_ file: [UInt8], _ reader: inout ListReader) -> [Redirect] {
    (reader.json(file)?.array ?? []).map { redirect in
      Redirect(
        line: redirect.line, from: redirect["redirect_from"]?.string ?? "",
        to: redirect["redirect_to"]?.string ?? "",
        status: redirect["status_code"]?.string ?? redirect["status_code"]?.int.map { String($0) } ?? "",
        isPattern: redirect["enable_regex"]?.isTrue ?? false,
        isPublished: redirect["post_status"]?.string == "publish")
    }
  }

  static func rule(_ redirect: Redirect, _ reader: inout ListReader) -> ListedRule? {
    let (from, line) = (redirect.from, redirect.line)
    let refusal = ["403": 403, "404": 404, "410": 410][redirect.status]
    guard !from.isEmpty, !redirect.to.isEmpty || refusal != nil else {
      reader.diagnose(.malformed, line, "the redirect has no redirect_from or no redirect_to")
      return nil
    }
    let rule = reader.note(line, "\(from) → \(redirect.to)")
    if !redirect.isPattern, !from.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "%") }) {
      reader.diagnose(
        .suspicious, line,
        "Safe Redirect Manager deletes encoded characters from the address before it compares: \(from) never matches"
      )
      return nil
    }
    let (to, text) = (Array(redirect.to.utf8), source(redirect, reader))
    let pattern: Pattern
    do throws(PCRE2.Failure) {
      pattern = try Pattern(text.pattern, .caseless)
    } catch {
      reader.diagnose(
        .malformed, line,
        "the regular expression \(from) is wrong at character \(error.offset): \(error.message)")
      return nil
    }
    var listed = ListedRule(
      rule: rule, pattern: pattern,
      action: refusal.map { .refuse(status: $0) }
        ?? .redirect(status: ["301": 301, "303": 303, "307": 307][redirect.status] ?? 302))
    listed.address = text.address
    listed.keepsRest = redirect.isPattern
    listed.references = redirect.isPattern || text.takesRest ? .preg : nil
    listed.target = text.takesRest ? to.dropLast(text.stars) + [UInt8]("$1") : to
    listed.cleaning = .urlAndRedirect
    listed.query = text.asksForQuery ? .dropped : .byPlugin(.lowercased)
    return listed
  }

  /// The pattern of a rule, and what it is tried on.
  private struct Source {
    var pattern: [UInt8]
    var address: RuleAddress?
    /// The target gets the rest of the address in place of its stars.
    var takesRest = false
    var stars = 0
    /// The query is part of the address that is compared.
    var asksForQuery = false
  }

  private static func source(_ redirect: Redirect, _ reader: ListReader) -> Source {
    let address = RuleAddress(reading: .field, folder: reader.prefix)
    var from = RuleAddress.withoutSlash(Array(redirect.from.utf8))
    if redirect.isPattern { return Source(pattern: from, address: address) }
    let asksForQuery = from.contains(UInt8(ascii: "?"))
    guard from.last == UInt8(ascii: "*") else {
      return Source(
        pattern: [UInt8]("^") + PathPattern.escaped(asksForQuery ? from : reader.prefixed(from))
          + [UInt8]("$"),
        address: asksForQuery ? address : nil, asksForQuery: asksForQuery)
    }
    from.removeLast()
    let stars = redirect.to.utf8.reversed().prefix { $0 == UInt8(ascii: "*") }.count
    let rest =
      from.last == 0x2F
      ? PathPattern.escaped(from.dropLast()) + [UInt8]("(?:/+(.*))?$")
      : PathPattern.escaped(from) + [UInt8]("/*(.*)$")
    return Source(
      pattern: [UInt8]("^") + rest, address: address, takesRest: stars > 0, stars: stars,
      asksForQuery: asksForQuery)
  }
}
