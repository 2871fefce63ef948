internal import AutoTagBytes

/// A redirection of Rank Math (WordPress, 1.0.273: includes/modules/redirections/class-db.php, class-redirector.php), before
/// it is compiled.
struct RankMathRule {
  struct Source {
    let pattern: String
    let comparison: String
    /// `nil` where the export does not tell.
    let ignoresCase: Bool?
  }

  let line: Int
  let sources: [Source]
  let target: String
  let status: Int

  /// One of the stored rules answers, and neither the order of their last changes nor Rank Math's cache, which keeps an
  /// older winner, is sure to be in an export.
  static func finish(_ rules: [ListedRule], _ reader: ListReader) -> LoadedSource {
    reader.finish(rules, spelling: [.withoutSlash, .withOneSlash, .plusIsSpace], isOrderKnown: false)
  }

  func listed(_ reader: inout ListReader) -> [ListedRule] {
    let isRefusal = status >= 400
    guard !sources.isEmpty, !target.isEmpty || isRefusal else {
      reader.diagnose(.malformed, line, "the redirection has no source or no destination")
      return []
    }
    let rule = reader.note(line, "\(sources.map(\.pattern).joined(separator: ", ")) → \(target)")
    // Where a pattern matches, the target is its, whichever source was found.
    let ordered = sources.filter { $0.comparison == "regex" } + sources.filter { $0.comparison != "regex" }
    return ordered.flatMap { rules($0, rule, &reader) }.map { made in
      var listed = made
      listed.action = isRefusal ? .refuse(status: status) : .redirect(status: status)
      listed.target = Array(target.utf8)
      listed.query = .byPlugin(.behindMark)
      listed.cleaning = .urlAndRedirect
      return listed
    }
  }

  private func rules(_ source: Source, _ rule: RedirectRule, _ reader: inout ListReader) -> [ListedRule] {
    let text = Array(source.pattern.utf8)
    // Found by the whole address, such a source is then compared with the path, and never answers.
    if source.comparison != "regex", text.contains(UInt8(ascii: "?")) {
      reader.diagnose(
        .suspicious, line, "Rank Math compares paths alone: the source \(source.pattern) never matches")
      return []
    }
    let part = PathPattern.escaped(RuleAddress.withoutSlash(text))
    switch source.comparison {
    case "exact", "": return exact(source, rule, reader)
    case "contains": return matching(part, rule, reader, &reader.diagnostics)
    case "start": return matching([UInt8]("^") + part, rule, reader, &reader.diagnostics)
    case "end": return matching(part + [UInt8]("$"), rule, reader, &reader.diagnostics)
    case "regex":
      return matching(Self.unescaped(text), rule, reader, &reader.diagnostics).map { pattern in
        var pattern = pattern
        pattern.keepsRest = true
        pattern.references = .preg
        return pattern
      }
    default:
      var unknown = rule
      unknown.unknown = "the comparison \(source.comparison) is not known"
      reader.diagnose(.notUnderstood, line, "the rule is not understood: \(unknown.unknown ?? "")")
      return matching(part, unknown, reader, &reader.diagnostics)
    }
  }

  private func exact(_ source: Source, _ rule: RedirectRule, _ reader: ListReader) -> [ListedRule] {
    func literal(_ text: [UInt8], ignoresCase: Bool) -> ListedRule? {
      let path = RuleAddress.withoutSlash(reader.prefix + PluginPath.written(text))
      return PathPattern.literal(path, ignoresCase: ignoresCase).map {
        ListedRule(rule: rule, pattern: $0, action: .nothing)
      }
    }
    let text = Array(source.pattern.utf8)
    var rules = [literal(text, ignoresCase: false)]
    // In another letter case the source is compared with the slashes that it has.
    if source.ignoresCase != false, text.first != 0x2F, text.last != 0x2F {
      var folded = literal(text, ignoresCase: true)
      if source.ignoresCase == nil {
        folded?.rule.unknown =
          "a setting of the redirection decides about letter case, which the export does not carry"
      }
      rules.append(folded)
    }
    return rules.compactMap(\.self)
  }

  private func matching(
    _ pattern: [UInt8], _ rule: RedirectRule, _ reader: ListReader,
    _ diagnostics: inout [RedirectDiagnostic]
  ) -> [ListedRule] {
    do throws(PCRE2.Failure) {
      var listed = ListedRule(rule: rule, pattern: try Pattern(pattern), action: .nothing)
      listed.address = RuleAddress(reading: .name, folder: reader.prefix)
      return [listed]
    } catch {
      diagnostics.append(
        RedirectDiagnostic(
          .malformed, file: reader.file, line: line,
          "the regular expression \(pattern.text) is wrong at character \(error.offset): \(error.message)"))
      return []
    }
  }

  /// PHP's `stripslashes`: patterns are stored with each backslash doubled.
  private static func unescaped(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in text {
      if byte == UInt8(ascii: "\\"), !isEscaped {
        isEscaped = true
      } else {
        result.append(byte)
        isEscaped = false
      }
    }
    return result
  }
}
