internal import AutoTagBytes

/// A reader of one `.htaccess` file, directive by directive.
struct ApacheFileReader {
  let file: String
  /// The folder itself.
  var whole: ApacheFolder
  /// The sections around a directive that are decided for each request.
  var requestSections: [(section: ApacheSection, conditions: PendingConditions)] = []
  /// The conditions of an `<If>` and its `<ElseIf>` that an `<Else>` comes after.
  var chain: [ApacheSection.Condition] = []
  var rules: [RedirectRule] = []
  var diagnostics: [RedirectDiagnostic] = []
  var unread: [UnreadRules] = []
  var sections: [(name: String, line: Int, state: ApacheSectionState)] = []
  var pending = PendingConditions()
  /// For each `<Limit>` and `<LimitExcept>` that is open: true where it is for other requests than a browser's for a page.
  var limits: [Bool] = []

  /// The conditions in front of the next rule.
  struct PendingConditions {
    var conditions: [RewriteCondition] = []
    var unknown: String?
    /// The section that they stand in.
    var section: RedirectRule.Condition?
  }

  /// The folder, or the part of it that the section around a directive is.
  var folder: ApacheFolder {
    get { requestSections.last?.section.folder ?? whole }
    set {
      if requestSections.isEmpty {
        whole = newValue
      } else {
        requestSections[requestSections.count - 1].section.folder = newValue
      }
    }
  }

  init(file: String, prefix: String) {
    self.file = file
    whole = ApacheFolder(prefix: prefix.hasSuffix("/") ? prefix : prefix + "/")
  }

  /// The effect of the sections around a directive.
  var state: ApacheSectionState {
    var condition: RedirectRule.Condition?
    for section in sections {
      switch section.state {
      case .inactive: return .inactive
      case .conditional(let inner):
        condition = condition.map { .and($0, inner) } ?? inner
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
      open(directive)
      return
    }
    let section: RedirectRule.Condition?
    switch state {
    case .inactive: return
    case .active: section = nil
    case .conditional(let condition): section = condition
    }
    checkName(of: directive)
    if let fault = ApacheArguments.fault(of: directive) { malformed(directive, fault) }
    if let argument = directive.unclosedArgument {
      diagnose(
        .suspicious, directive.line,
        "no quote closes the one in front of \(Array(argument.prefix(60)).text), so that httpd takes all the rest of the line for one "
          + "argument, flags included: close it")
    }
    switch directive.name {
    case "include", "includeoptional": unread.append(otherFile(directive, in: section))
    case "rewriteengine", "rewritebase", "rewritecond", "rewriterule", "rewriteoptions", "rewritemap":
      folder.hasRewriting = true
      takeRewriting(directive, section)
    case _ where AliasRule.names.contains(directive.name):
      let rule = note(directive, in: section)
      do {
        folder.aliases.append(
          try AliasRule(directive, rule: rule, isInSection: !requestSections.isEmpty))
      } catch {
        malformed(directive, error)
        if let meant = AliasRule(meantBy: directive, rule: rule) { folder.aliases.append(meant) }
      }
    case "directoryslash" where section == nil:
      folder.addsSlash = directive.words.first.map { ASCII.lowercased($0) } != Array("off".utf8)
    case "fallbackresource":
      let rule = note(directive, in: section)
      if directive.words.count != 1 {
        malformed(directive, MalformedRule("FallbackResource takes one path"))
      }
      if let target = directive.words.first, target != [UInt8]("disabled") {
        folder.fallback = (target, rule)
      }
    case "errordocument":
      do {
        folder.errorDocuments.append(
          try ApacheErrorDocument(directive, rule: note(directive, in: section)))
      } catch {
        malformed(directive, error)
      }
    case _ where ApacheAccess.names.contains(directive.name):
      guard !limits.contains(true) else { return }
      do {
        try folder.access.take(directive, rule(directive, in: section))
      } catch {
        malformed(directive, error)
      }
    case "options":
      if let fault = ApacheOptions.fault(of: directive.words) { malformed(directive, fault) }
    case "setenv", "setenvif", "setenvifnocase", "browsermatch", "browsermatchnocase", "passenv":
      // `SetEnvIf header pattern name[=value] …`; a `SetEnv` alone comes after the rules, and its name is no other.
      for word in directive.words {
        let name = word.prefix { $0 != UInt8(ascii: "=") }
        whole.environment.insert(ASCII.lowercased(Array(name.drop { $0 == UInt8(ascii: "!") })).text)
      }
    default: break
    }
  }

  func rule(_ directive: ApacheDirective, in section: RedirectRule.Condition?) -> RedirectRule {
    RedirectRule(
      .htaccess, file: file, line: directive.line, text: directive.text, condition: section)
  }

  /// Returns the rules of a file that is named where httpd includes none.
  func otherFile(_ directive: ApacheDirective, in section: RedirectRule.Condition?) -> UnreadRules {
    UnreadRules(
      .htaccess, file: file, line: directive.line, text: directive.text, below: whole.prefix,
      reach: RedirectRule.Reach(isOpen: true), because: "what it includes is not read",
      fileFault: section == nil ? "\(directive.name) is not allowed in .htaccess files" : nil)
  }

  mutating func note(
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

  mutating func diagnose(_ kind: RedirectDiagnostic.Kind, _ line: Int, _ message: String) {
    diagnostics.append(RedirectDiagnostic(kind, file: file, line: line, message))
  }

  mutating func malformed(_ directive: ApacheDirective, _ error: MalformedRule) {
    var section: RedirectRule.Condition?
    if case .conditional(let condition) = state { section = condition }
    refuse(directive.line, directive.text, because: error.message, in: section)
  }

  /// Notes a line for which httpd refuses the file.
  /// - Parameter section: the condition under which it reads the line; `nil` where it always does.
  mutating func refuse(
    _ line: Int, _ text: String, because reason: String, in section: RedirectRule.Condition? = nil
  ) {
    if let section {
      diagnose(
        .malformed, line,
        "\(reason); httpd answers every request with 500 where \(section.text) holds: correct it")
    } else {
      diagnose(
        .refused, line, "\(reason); httpd answers every request with 500 until that is corrected")
    }
    whole.note(
      fault: RedirectRule(
        .htaccess, file: file, line: line, text: text, condition: section, fileFault: reason))
  }

  /// Notes a directive that httpd does not know, or not here.
  mutating func checkName(of directive: ApacheDirective) {
    switch ApacheDirectiveName(directive.name) {
    case .allowed: break
    // What is said of it there has more reason.
    case .refused where directive.name == "rewritemap": break
    case .refused(let reason): malformed(directive, MalformedRule(reason))
    case .unknown:
      // A section of its module is for it.
      guard case .active = state else { return }
      diagnose(
        .malformed, directive.line,
        "no module of httpd has a directive \(directive.name); httpd answers every request with 500 unless another one "
          + "has it: correct it, remove it, or put it into an <IfModule> of that module")
      let test = RedirectRule.Condition.Test(
        question: "directive \(directive.name)",
        text: "the guess that a module of the server has \(directive.name)",
        isNegated: true, isUsual: false)
      whole.note(
        fault: RedirectRule(
          .htaccess, file: file, line: directive.line, text: directive.text,
          condition: .init(tests: [test]),
          fileFault: "no module has a directive \(directive.name)"))
    }
  }

  /// The chains that the open sections continue.
  var openChains: [[ApacheSection.Condition]] = []

  /// httpd takes a byte-order mark for a part of the first directive's name.
  mutating func refuseMark(of file: [UInt8]) {
    guard ByteText.withoutMark(file).count < file.count else { return }
    refuse(1, "", because: "the file begins with a byte-order mark, which UTF-8 does without")
  }

  /// The rules that lead from other names or from another scheme of the site to the right one.
  var origins: [SiteOriginHint] {
    whole.rewriteRules.compactMap { rule in
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
      let reason = "<\(section.name)> is not closed"
      let isTest = ["ifmodule", "ifversion", "iffile", "ifdirective", "ifsection", "ifdefine"].contains(
        section.name)
      switch section.state {
      case .active where isTest, .conditional where isTest:
        diagnose(
          .malformed, section.line, "\(reason); httpd lets that pass only where the test holds: close it")
      case .active, .conditional, .inactive: refuse(section.line, "<\(section.name)>", because: reason)
      }
    }
    if let first = whole.rewriteRules.first, whole.isEngineOn == nil {
      diagnose(
        .suspicious, first.rule.line ?? 1,
        "without RewriteEngine On in this file, or in one of a folder above, the rule does nothing: add that line above it"
      )
    }
    noteLogin()
    for shadow in RewriteShadow.of(whole.rewriteRules) {
      diagnose(.suspicious, shadow.line, shadow.message)
    }
    whole.sections.sort { $0.line < $1.line }
    whole.buildIndexes()
    return LoadedSource(
      .htaccess, file: file, rules: rules, diagnostics: diagnostics, origins: origins, unread: unread,
      program: .folder(whole))
  }

  /// Tells of a folder that nobody sees without a name and a password, where its rules or the whole site's are meant for
  /// visitors.
  private mutating func noteLogin() {
    guard let rule = whole.access.loginForAll, let line = rule.line, !rules.isEmpty || whole.prefix == [0x2F]
    else { return }
    if whole.prefix == [0x2F], whole.access.hasAuthType != true || whole.access.hasAuthName != true {
      diagnose(
        .malformed, line,
        "\(rule.text) needs AuthType Basic and AuthName in this file, without which httpd answers every request with 500: "
          + "add them, or remove the line")
    } else {
      diagnose(
        .suspicious, line,
        "\(rule.text) asks every visitor for a name and a password (401) before any redirect answers, so that links work for "
          + "those alone who have them: remove it once the site is public")
    }
  }
}
