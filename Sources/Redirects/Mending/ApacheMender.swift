internal import AutoTagBytes
internal import AutoTagText
internal import AutoTagTracking

/// Proposes changes of the rules of an `.htaccess` file.
struct ApacheMender: RuleMender {
  private let file: MarkedText
  private let prefix: [UInt8]
  private let surroundings: ApacheSurroundings
  private var directives: [Int: ApacheDirective] = [:]
  private var engine = Engine.none
  /// A rule counts others, or is in a chain: one more between them would be another rule.
  private var countsRules = false
  /// Rules of other files may stand around those of the file, so that a new one could be in their chains.
  private var sharesRules = false
  /// The lines in front of which conditions stand that are for a rule behind.
  private var linesInConditions: Set<Int> = []
  /// The lines in sections that are for some requests only.
  private var linesInSections: Set<Int> = []

  private enum Engine {
    /// The file has nothing of mod_rewrite's.
    case none
    /// It is on, and not by a line in a section.
    case on
    /// It is on where the module is there.
    case onWithModule
    case off
  }

  init(_ file: [UInt8], prefix: String, _ surroundings: ApacheSurroundings) {
    self.file = MarkedText(file)
    self.prefix = Array((prefix.hasSuffix("/") ? prefix : prefix + "/").utf8)
    self.surroundings = surroundings
    var sections: [String] = []
    var hasConditions = false
    var (directives, engine, countsRules) = ([Int: ApacheDirective](), Engine.none, false)
    var sharesRules = false
    var (conditioned, sectioned) = (Set<Int>(), Set<Int>())
    ApacheDirective.read(file) { directive in
      switch directive.name {
      case let name where name.hasPrefix("</"): _ = sections.popLast()
      case let name where name.hasPrefix("<"): sections.append(name)
      case "rewriteengine":
        let isOn = directive.rewriteWords.first.map { ASCII.lowercased($0).text } == "on"
        engine = !isOn ? .off : sections.isEmpty || engine == .on ? .on : .onWithModule
      case "rewriteoptions": sharesRules = true
      case "rewritecond":
        if engine == .none { engine = .off }
        hasConditions = true
      case let name where name == "rewriterule" || AliasRule.names.contains(name):
        if hasConditions { conditioned.insert(directive.line) }
        if sections.contains(where: { !$0.hasPrefix("<if") || $0 == "<if" || $0 == "<ifdefine" }) {
          sectioned.insert(directive.line)
        }
        directives[directive.line] = directive
        guard directive.name == "rewriterule" else { return }
        if engine == .none { engine = .off }
        hasConditions = false
        var unknown: String?
        let words = directive.rewriteWords
        let flags = words.count > 2 ? RewriteFlags(words[2], unknown: &unknown) : RewriteFlags()
        countsRules = countsRules || flags.skips > 0 || flags.isChained || flags.startsAgain
      default: break
      }
    }
    (self.directives, self.engine, self.countsRules) = (directives, engine, countsRules)
    (linesInConditions, linesInSections) = (conditioned, sectioned)
    self.sharesRules = sharesRules
  }

  func proposals(for rule: RedirectRule, subid: String) -> [RuleProposal] {
    guard let line = rule.line, let directive = directives[line] else { return [] }
    return directive.name == "rewriterule" ? flagged(directive) : rewritten(directive, rule)
  }

  // MARK: RewriteRule

  private func flagged(_ directive: ApacheDirective) -> [RuleProposal] {
    let words = directive.rewriteWordRanges
    guard words.count >= 2 else { return [] }
    let text = DirectiveText(directive, in: file.text)
    let start = text.bytes.count - directive.arguments.count
    let target = words[1].lowerBound + start..<words[1].upperBound + start
    var flagsRange: Range<Int>?
    var unknown: String?
    var flags = RewriteFlags()
    if words.count > 2 {
      flagsRange = words[2].lowerBound + start..<words[2].upperBound + start
      flags = RewriteFlags(directive.rewriteWords[2], unknown: &unknown)
    }
    guard flags.refusal == nil, unknown == nil else { return [] }
    var proposals: [RuleProposal] = []
    func propose(_ adding: [String], without removed: Set<String>, _ inTarget: [Edit] = []) {
      let edit = flagEdit(text.bytes, target, flagsRange, adding: adding, without: removed)
      let edits = inTarget + [edit].compactMap(\.self)
      guard !edits.isEmpty else { return }
      proposals.append(
        RuleProposal(
          edits: edits.map { text.edit($0, in: file) }, place: .instead,
          text: Splice.joined(text.bytes.span, edits).text))
    }
    let mark = text.bytes[target].contains(UInt8(ascii: "?"))
    let hash = text.bytes[target].firstIndex { $0 == UInt8(ascii: "#") }
    if mark || flags.discardsQuery, !flags.appendsQuery {
      propose(["QSA"], without: ["qsd", "qsdiscard"])
      if !flags.escapesNothing { propose(["QSA", "NE"], without: ["qsd", "qsdiscard"]) }
    }
    // Escaped, it begins no fragment.
    if let hash, flags.escapesNothing || !flags.appendsQuery {
      let before = text.bytes[target.lowerBound..<hash].last
      let joint = !text.bytes[target.lowerBound..<hash].contains(UInt8(ascii: "?")) ? "?" : "&"
      let insertion = before == UInt8(ascii: "?") || before == UInt8(ascii: "&") ? "" : joint
      propose(
        flags.escapesNothing ? [] : ["NE"], without: ["qsa", "qsappend", "qsd", "qsdiscard"],
        [Edit(range: hash..<hash, replacement: Array("\(insertion)%{QUERY_STRING}".utf8))])
    }
    return proposals
  }

  /// Returns the edit of a rule's flags; `nil` where none changes.
  private func flagEdit(
    _ text: [UInt8], _ target: Range<Int>, _ flags: Range<Int>?, adding: [String],
    without removed: Set<String>
  ) -> Edit? {
    guard let flags, flags.count >= 2 else {
      guard !adding.isEmpty else { return nil }
      // Behind the target and the quote that ends it.
      let isQuoted =
        target.upperBound < text.count
        && (text[target.upperBound] == UInt8(ascii: "\"") || text[target.upperBound] == UInt8(ascii: "'"))
      let end = target.upperBound + (isQuoted ? 1 : 0)
      return Edit(range: end..<end, replacement: Array(" [\(adding.joined(separator: ","))]".utf8))
    }
    let inner = flags.lowerBound + 1..<flags.upperBound - 1
    func isRemoved(_ flag: ArraySlice<UInt8>) -> Bool {
      removed.contains(ASCII.lowercased(ByteText.trimmed(flag)).text)
    }
    let parts = text[inner].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    if !parts.contains(where: isRemoved) {
      guard !adding.isEmpty else { return nil }
      let joint = ByteText.trimmed(text[inner]).isEmpty ? "" : ","
      return Edit(
        range: inner.upperBound..<inner.upperBound,
        replacement: Array((joint + adding.joined(separator: ",")).utf8))
    }
    let kept = parts.filter { !isRemoved($0) }.map { Array($0) } + adding.map { Array($0.utf8) }
    return Edit(range: inner, replacement: Array(kept.joined(separator: [UInt8(ascii: ",")])))
  }

  // MARK: Redirect and RedirectMatch

  private func rewritten(_ directive: ApacheDirective, _ rule: RedirectRule) -> [RuleProposal] {
    guard !sharesRules, !linesInSections.contains(directive.line),
      let alias = try? AliasRule(directive, rule: rule),
      (300...399).contains(alias.status),
      alias.target.contains(UInt8(ascii: "?")) || alias.target.contains(UInt8(ascii: "#")),
      let source = pattern(of: alias, directive), let target = target(of: alias)
    else { return [] }
    let text = Array("RewriteRule ".utf8) + source + Array(" \"".utf8) + target + Array("\" ".utf8)
    let flags = alias.target.contains(UInt8(ascii: "#")) ? "NE" : "NE,QSA"
    let line = text + Array("[R=\(alias.status),\(flags),L]".utf8)
    let isBetween = countsRules || linesInConditions.contains(directive.line)
    let own = DirectiveText(directive, in: file.text)
    let range = own.range
    var proposals: [RuleProposal] = []
    func propose(_ place: RuleProposal.Place, _ text: [UInt8], _ edits: [Edit]) {
      proposals.append(
        RuleProposal(
          edits: edits, place: place,
          text: PastedText.joined(ByteText.trimmed(text).text.split(whereSeparator: \.isNewline))))
    }
    func inModule(_ lines: [[UInt8]]) -> [UInt8] {
      let all = [[UInt8]("<IfModule mod_rewrite.c>")] + lines + [[UInt8]("</IfModule>")]
      return all.flatMap { $0 + file.lineEnd }
    }
    let start = directive.range.lowerBound
    switch engine {
    case .on:
      if !isBetween { propose(.instead, line, [file.edit(range, line)]) }
      let whole =
        start..<min(directive.range.upperBound + endCount(at: directive.range.upperBound), file.text.count)
      propose(.atTop, line, [file.edit(0..<0, line + file.lineEnd), file.edit(whole, [])])
    case .onWithModule:
      let block = inModule([line])
      if !isBetween { propose(.inFront, block, [file.edit(start..<start, block)]) }
      propose(.inFront, block, [file.edit(0..<0, block)])
    case .none:
      guard !surroundings.sharesRewriting else { return [] }
      let block = inModule([[UInt8]("RewriteEngine On"), line])
      propose(.inFront, block, [file.edit(start..<start, block)])
    case .off: break
    }
    return proposals
  }

  /// The bytes of the line end at an offset.
  private func endCount(at offset: Int) -> Int {
    guard offset < file.text.count else { return 0 }
    let isPair =
      file.text[offset] == 0x0D && offset + 1 < file.text.count && file.text[offset + 1] == 0x0A
    return isPair ? 2 : 1
  }

  /// Returns the pattern of a `RewriteRule` for the paths of an alias, which are relative to the file's folder; `nil`
  /// where the alias is for others too.
  private func pattern(of alias: AliasRule, _ directive: ApacheDirective) -> [UInt8]? {
    switch alias.source {
    case .path(let path):
      guard path.starts(with: prefix) else { return nil }
      let rest = PathPattern.escaped(Array(path[prefix.count...]))
      guard rest.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "\"") }) else { return nil }
      return [UInt8(ascii: "^")] + rest + (path.last == 0x2F ? [UInt8]("(.*)$") : [UInt8]("(/.*)?$"))
    case .pattern:
      guard let source = directive.words.dropLast().last else { return nil }
      let start = [UInt8(ascii: "^")] + prefix
      // An alternative could stand outside of the folder.
      guard source.starts(with: start), !source.contains(UInt8(ascii: "|")),
        source.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "\"") })
      else { return nil }
      let rest = Array(source[start.count...])
      // A quantifier would be for the slash.
      if let first = rest.first, "?*+{".utf8.contains(first) { return nil }
      return [UInt8(ascii: "^")] + rest
    }
  }

  /// Returns the alias's target as a `RewriteRule` writes it, between quotes.
  private func target(of alias: AliasRule) -> [UInt8]? {
    guard !alias.target.contains(UInt8(ascii: "\"")), alias.target.last != UInt8(ascii: "\\") else {
      return nil
    }
    var text: [UInt8]
    switch alias.source {
    case .path: text = RewriteText.escaped(alias.target) + [UInt8]("$1")
    // `$1` and `\` mean the same there and here.
    case .pattern:
      text = alias.target.flatMap { $0 == UInt8(ascii: "%") ? [UInt8(ascii: "\\"), $0] : [$0] }
    }
    // Behind a fragment no parameter arrives.
    if let hash = text.firstIndex(of: UInt8(ascii: "#")) {
      let joint = text[..<hash].contains(UInt8(ascii: "?")) ? "&" : "?"
      text.insert(contentsOf: "\(joint)%{QUERY_STRING}".utf8, at: hash)
    }
    return text
  }
}
