internal import AutoTagBytes

// The sections around directives.

extension ApacheFileReader {
  mutating func open(_ directive: ApacheDirective) {
    let name = String(directive.name.dropFirst())
    let (before, chainSoFar) = (state, chain)
    chain = []
    if case .inactive = before {} else { checkSection(directive) }
    if name == "limit" || name == "limitexcept" {
      // httpd takes HEAD for GET.
      let namesGet = directive.words.contains { ["get", "head"].contains(ASCII.lowercased($0).text) }
      limits.append(namesGet != (name == "limit"))
    }
    if ApacheAccess.containerNames.contains(directive.name), !limits.contains(true) {
      if case .inactive = before {} else { folder.access.open(directive.name, rule(directive, in: nil)) }
    }
    guard let test = ApacheSectionTest.of(directive) ?? (name == "else" ? .undecided : nil) else {
      sections.append((name, directive.line, ApacheSectionState(of: directive)))
      return
    }
    let isContinued = name == "else" || name == "elseif"
    var conditions = requestSections.last?.section.conditions ?? []
    var outer: RedirectRule.Condition?
    if case .conditional(let condition) = before { outer = condition }
    if isContinued { conditions += chainSoFar }
    if name != "else" {
      conditions.append(.init(test: test, isNegated: false, text: "the test \(directive.text)"))
    }
    sections.append((name, directive.line, .active))
    requestSections.append(
      (
        ApacheSection(
          outer: outer, conditions: conditions, isExpression: !name.hasPrefix("files"),
          line: directive.line,
          folder: ApacheFolder(prefix: whole.prefix.text)), pending
      ))
    pending = PendingConditions()
    openChains.append(isContinued ? chainSoFar : [])
  }

  mutating func checkSection(_ directive: ApacheDirective) {
    checkName(of: directive)
    if !directive.text.hasSuffix(">") {
      malformed(directive, MalformedRule("\(directive.name) has no > at the end of its line"))
    } else if directive.words.isEmpty,
      ["<if", "<elseif", "<ifmodule", "<files", "<filesmatch"].contains(directive.name)
    {
      malformed(directive, MalformedRule("\(directive.name)> does not say of what"))
    } else if let fault = ApacheArguments.fault(of: directive) {
      malformed(directive, fault)
    }
  }

  mutating func close(_ directive: ApacheDirective) {
    guard let last = sections.last, last.name == String(directive.name.dropFirst(2)) else {
      refuse(
        directive.line, directive.text, because: "\(directive.text) closes no section that is open here")
      return
    }
    sections.removeLast()
    chain = []
    if last.name == "limit" || last.name == "limitexcept" { _ = limits.popLast() }
    if ApacheAccess.containerNames.contains("<\(last.name)"), !limits.contains(true) {
      if case .inactive = state {
      } else {
        do { try folder.access.close() } catch { malformed(directive, error) }
      }
    }
    guard ["if", "elseif", "else", "files", "filesmatch"].contains(last.name),
      let (section, before) = requestSections.popLast(), let chainBefore = openChains.popLast()
    else { return }
    pending = before
    chain = chainBefore
    if last.name == "if" || last.name == "elseif", let own = section.conditions.last {
      chain.append(.init(test: own.test, isNegated: true, text: own.text))
    }
    if case .inactive = state { return }
    if section.folder.hasRewriting {
      diagnose(
        .suspicious, section.line,
        "for the requests that the section <\(last.name)> is for its directives of mod_rewrite replace all others of the file, and a pattern that "
          + "begins with ^ is compared with the path on the server's disk there: write the test as a RewriteCond "
          + "above each rule, outside of the section")
    }
    whole.sections.append(section)
  }
}
