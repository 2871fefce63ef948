internal import AutoTagBytes
internal import AutoTagWebURL

/// The CSV export of Yoast SEO Premium (WordPress, 25.5: src/initializers/redirect-handler.php): `Origin,Target,Type,Format`,
/// the header in the site's language. The rules are those of PHP; a setting writes them into `.htaccess` or an nginx file
/// instead, which is then the source to name.
package struct YoastSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.yoast, file: name, prefix: prefix)
    var plain: [ListedRule] = []
    var patterns: [ListedRule] = []
    guard let (header, records) = reader.table(file) else { return reader.finish([]) }
    // The importer knows rules by their type, and so passes over a header in any language.
    for record in Self.isRule(header) ? [header] + records : Array(records) {
      guard Self.isRule(record) else {
        reader.diagnose(
          .malformed, record.line,
          "a redirect has four columns, origin, target, type (301, 302, 307, 410, 451) and format (plain, regex)"
        )
        continue
      }
      let isPattern = record.field(3).lowercased() == "regex"
      guard let rule = Self.rule(record, isPattern, &reader) else { continue }
      if isPattern { patterns.append(rule) } else { plain.append(rule) }
    }
    return reader.finish(plain + patterns, spelling: .withOneSlash)
  }

  static func isRule(_ record: CSVReader.Record) -> Bool {
    record.fields.count == 4 && ["301", "302", "307", "410", "451"].contains(record.field(2))
      && ["plain", "regex"].contains(record.field(3).lowercased())
  }

  private static func rule(
    _ record: CSVReader.Record, _ isPattern: Bool, _ reader: inout ListReader
  ) -> ListedRule? {
    let (origin, target) = (record.field(0), record.field(1))
    let status = Int(record.field(2)) ?? 301
    let rule = reader.note(record.line, "\(origin) → \(target)")
    var listed: ListedRule
    do throws(PCRE2.Failure) {
      listed = ListedRule(
        rule: rule, pattern: try Pattern(isPattern ? Array(origin.utf8) : literal(origin)),
        action: status < 400 ? .redirect(status: status) : .refuse(status: status))
    } catch {
      reader.diagnose(
        .malformed, record.line,
        "the regular expression \(origin) is wrong at character \(error.offset): \(error.message)")
      return nil
    }
    listed.address = RuleAddress(reading: .decodedField, folder: reader.prefix)
    listed.references = isPattern ? .digits : nil
    listed.target = Array(target.utf8)
    listed.cleaning = .redirect
    listed.query = .dropped
    return listed
  }

  /// Returns a pattern for the origin without the slashes at its ends, which the address may have or not.
  private static func literal(_ origin: String) -> [UInt8] {
    // One of another host is compared with paths all the same, and never matches.
    let path = RuleAddress.withoutSlash(WordPressText.withOneSlash(URLEncoding.decoded(origin.utf8)))
    return [UInt8]("^") + PathPattern.escaped(path) + (path.count > 1 ? [UInt8]("/*$") : [UInt8]("$"))
  }
}
