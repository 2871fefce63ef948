internal import AutoTagBytes

/// Apache's `.htaccess` files: the directives of mod_alias and mod_rewrite that redirect.
package struct ApacheSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = Reader(file: name, prefix: prefix)
    ApacheDirective.read(file) { reader.take($0) }
    return reader.finish()
  }

  private struct Reader {
    let file: String
    var folder: ApacheFolder
    var rules: [RedirectRule] = []
    var diagnostics: [RedirectDiagnostic] = []
    private var sections: [(name: String, line: Int, state: State)] = []
    private var conditions: [RewriteCondition] = []
    private var conditionsUnknown: String?
    /// The section that the conditions stand in.
    private var conditionsSection: RedirectRule.Condition?

    private enum State {
      case active
      case inactive
      case conditional(RedirectRule.Condition)
    }

    init(file: String, prefix: String) {
      self.file = file
      folder = ApacheFolder(prefix: prefix.hasSuffix("/") ? prefix : prefix + "/")
    }

    /// The effect of the sections around a directive.
    private var state: State {
      var condition: RedirectRule.Condition?
      for section in sections {
        switch section.state {
        case .inactive: return .inactive
        case .conditional(let inner):
          condition =
            condition.map {
              .init(text: "\($0.text) and \(inner.text)", isUsual: $0.isUsual && inner.isUsual)
            } ?? inner
        case .active: break
        }
      }
      return condition.map { .conditional($0) } ?? .active
    }

    mutating func take(_ directive: ApacheDirective) {
      if directive.name.hasPrefix("</") {
        close(directive)
        return
      }
      if directive.name.hasPrefix("<") {
        sections.append((String(directive.name.dropFirst()), directive.line, Self.state(of: directive)))
        return
      }
      let section: RedirectRule.Condition?
      switch state {
      case .inactive: return
      case .active: section = nil
      case .conditional(let condition): section = condition
      }
      switch directive.name {
      case "rewriteengine", "rewritebase", "rewritecond", "rewriterule", "rewriteoptions", "rewritemap":
        folder.hasRewriting = true
        takeRewriting(directive, section)
      case _ where AliasRule.names.contains(directive.name):
        let rule = note(directive, in: section)
        do {
          folder.aliases.append(try AliasRule(directive, rule: rule))
        } catch {
          malformed(directive, error)
        }
      case "fallbackresource":
        let rule = note(directive, in: section)
        if let target = directive.words.first, target != [UInt8]("disabled") {
          folder.fallback = (target, rule)
        }
      case "setenv", "setenvif", "setenvifnocase", "browsermatch", "browsermatchnocase", "passenv":
        // `SetEnvIf header pattern name[=value] …`; a `SetEnv` alone comes after the rules, and its name is no other.
        for word in directive.words {
          let name = word.prefix { $0 != UInt8(ascii: "=") }
          folder.environment.insert(ASCII.lowercased(Array(name.drop { $0 == UInt8(ascii: "!") })).text)
        }
      default: break
      }
    }

    private mutating func takeRewriting(_ directive: ApacheDirective, _ section: RedirectRule.Condition?) {
      let words = directive.rewriteWords
      switch directive.name {
      case "rewriteengine":
        folder.isEngineOn = words.first.map { ASCII.lowercased($0).text } == "on"
        folder.engineCondition = section
      case "rewritebase":
        guard let base = directive.words.first, base.first == UInt8(ascii: "/") else {
          malformed(directive, MalformedRule("RewriteBase needs a path that begins with /"))
          return
        }
        folder.base = base
      case "rewritecond":
        do {
          conditions.append(try RewriteCondition(words))
          conditionsSection = section
        } catch {
          malformed(directive, error)
          conditionsUnknown = "its condition in line \(directive.line) is malformed"
        }
      case "rewriterule":
        if let other = conditionsSection, other != section {
          conditionsUnknown = "its conditions stand in \(other.text), and it does not"
        }
        let rule = note(directive, unknown: conditionsUnknown, in: section)
        do {
          let rewrite = try RewriteRule(words, conditions: conditions, rule: rule)
          if rule.unknown == nil, let unknown = rewrite.rule.unknown {
            rules[rules.count - 1].unknown = unknown
            diagnose(.notUnderstood, directive.line, "the rule is not understood: \(unknown)")
          }
          warnOfPercentDigits(rewrite, directive.line)
          folder.rewriteRules.append(rewrite)
        } catch {
          malformed(directive, error)
        }
        conditions = []
        conditionsUnknown = nil
        conditionsSection = nil
      case "rewritemap":
        malformed(
          directive,
          MalformedRule("RewriteMap is not allowed here: it belongs into the server's own configuration"))
      default:
        let isHarmless =
          directive.name == "rewriteoptions" && words.first.map { ASCII.lowercased($0).text } != "inherit"
          && words.first.map { ASCII.lowercased($0).text } != "inheritbefore"
        if !isHarmless {
          diagnose(
            .notUnderstood, directive.line,
            "\(directive.name) is not understood: the rules of folders above count too, and are not looked at"
          )
        }
      }
    }

    /// A target written percent-encoded, as deep links are, loses parts of it: `%3` is a group of the last
    /// RewriteCond.
    private mutating func warnOfPercentDigits(_ rewrite: RewriteRule, _ line: Int) {
      let text = rewrite.substitution
      let hit = text.indices.dropLast().first {
        text[$0] == UInt8(ascii: "%") && ASCII.isDigit(text[$0 + 1])
          && ($0 == 0 || text[$0 - 1] != UInt8(ascii: "\\"))
      }
      guard let hit, rewrite.conditions.isEmpty else { return }
      diagnose(
        .suspicious, line,
        "%\(Unicode.Scalar(text[hit + 1])) in the target stands for a group of a RewriteCond, and there is "
          + "none, so that the address loses it: write \\% and add the flag NE")
    }

    private mutating func note(
      _ directive: ApacheDirective, unknown: String? = nil, in section: RedirectRule.Condition?
    ) -> RedirectRule {
      let rule = RedirectRule(
        .htaccess, file: file, line: directive.line, text: directive.text, unknown: unknown,
        condition: section)
      rules.append(rule)
      if let unknown {
        diagnose(.notUnderstood, directive.line, "the rule is not understood: \(unknown)")
      }
      return rule
    }

    private mutating func diagnose(_ kind: RedirectDiagnostic.Kind, _ line: Int, _ message: String) {
      diagnostics.append(RedirectDiagnostic(kind, file: file, line: line, message))
    }

    private mutating func malformed(_ directive: ApacheDirective, _ error: MalformedRule) {
      diagnose(
        .malformed, directive.line,
        "\(error.message); httpd answers every request with 500 until that is corrected")
    }

    private mutating func close(_ directive: ApacheDirective) {
      guard let last = sections.last, last.name == String(directive.name.dropFirst(2)) else {
        diagnose(.malformed, directive.line, "\(directive.text) closes no section that is open here")
        return
      }
      sections.removeLast()
    }

    /// `<IfModule>` of the modules whose rules these are is true; of any other section it is not known.
    private static func state(of directive: ApacheDirective) -> State {
      let text = "the test \(directive.text)"
      switch directive.name {
      case "<ifmodule":
        var module = directive.words.first ?? []
        let isNegated = module.first == UInt8(ascii: "!")
        if isNegated { module.removeFirst() }
        switch ASCII.lowercased(module).text {
        case "mod_rewrite.c", "rewrite_module", "mod_alias.c", "alias_module", "mod_dir.c", "dir_module",
          "core.c", "core_module":
          return isNegated ? .inactive : .active
        default: return .conditional(.init(text: text, isUsual: !isNegated))
        }
      case "<ifversion": return .conditional(.init(text: text, isUsual: true))
      // `<If>`, `<Files>`, `<Limit>` … are for some requests, which are hardly ever those of links.
      default: return .conditional(.init(text: text, isUsual: false))
      }
    }

    /// The rules that lead from other names or from another scheme of the site to the right one.
    private var origins: [SiteOriginHint] {
      folder.rewriteRules.compactMap { rule in
        let asksForAddress = rule.conditions.contains { condition in
          let subject = ASCII.lowercased(condition.subject).text
          return [
            "http_host", "server_name", "https", "server_port", "request_scheme", "proto", "cf-visitor",
          ]
          .contains { subject.contains($0) }
        }
        guard asksForAddress, rule.flags.redirect != nil || rule.flags.isLast else { return nil }
        return SiteOriginHint(target: rule.target, rule: rule.rule)
      }
    }

    mutating func finish() -> LoadedSource {
      for section in sections {
        diagnose(.malformed, section.line, "<\(section.name)> is not closed")
      }
      if let first = folder.rewriteRules.first, folder.isEngineOn == nil {
        diagnose(
          .suspicious, first.rule.line ?? 1,
          "without RewriteEngine On in this file the rule does nothing: add that line above it")
      }
      folder.buildIndexes()
      return LoadedSource(
        .htaccess, file: file, rules: rules, diagnostics: diagnostics, origins: origins,
        program: .folder(folder))
    }
  }
}
