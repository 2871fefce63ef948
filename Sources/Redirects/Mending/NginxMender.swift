internal import AutoTagBytes

/// Proposes changes of the `return` and `rewrite` directives of an nginx configuration.
struct NginxMender: RuleMender {
  private let file: MarkedText
  /// The directives by their lines, each with the rule's text.
  private var directives: [Int: [NginxDirective]] = [:]
  private var variables = NginxVariableValues()

  init(_ file: [UInt8]) {
    self.file = MarkedText(file)
    var reader = NginxReader(file, file: "", including: .none)
    let directives = reader.read()
    variables = NginxVariableValues(directives)
    collect(directives)
  }

  private mutating func collect(_ found: [NginxDirective]) {
    for directive in found {
      if let block = directive.block { collect(block) }
      if directive.name == "return" || directive.name == "rewrite" {
        directives[directive.line, default: []].append(directive)
      }
    }
  }

  func proposals(for rule: RedirectRule, subid: String) -> [RuleProposal] {
    guard let line = rule.line, let same = directives[line] else { return [] }
    // Of several on one line the text tells which; of equal ones nothing does.
    let matching = same.filter {
      RedirectRule(.nginx, file: rule.file, line: line, text: $0.text).text == rule.text
    }
    guard matching.count == 1, let directive = matching.first else { return [] }
    return directive.name == "return" ? answers(directive) : rewrites(directive)
  }

  /// `return` answers with the address as it is; `$args` in it is the request's query.
  private func answers(_ directive: NginxDirective) -> [RuleProposal] {
    guard (2...3).contains(directive.words.count), let range = directive.ranges.last else { return [] }
    let text = file.text[range]
    guard !namesQuery(text) else { return [] }
    let end = text.firstIndex(of: UInt8(ascii: "#")) ?? range.upperBound
    // The proof is for the links of the site: what is inserted has to fit all that variables may hold.
    return insertions(text[..<end]).map { propose(directive, [Edit(range: end..<end, replacement: $0)]) }
  }

  /// `rewrite` adds the query by itself, unless the replacement ends in `?`; behind a fragment it is lost.
  private func rewrites(_ directive: NginxDirective) -> [RuleProposal] {
    guard directive.words.count >= 3 else { return [] }
    let range = directive.ranges[2]
    let text = file.text[range]
    guard !namesQuery(text) else { return [] }
    let endsInMark = text.last == UInt8(ascii: "?")
    var proposals: [RuleProposal] = []
    // nginx looks for a `?` in what is written, not in what variables hold.
    let own = endsInMark ? text.dropLast() : text
    if endsInMark,
      own.contains(UInt8(ascii: "?")) ? !variables.mayHaveFragment(own) : variables.joint(own) == .mark
    {
      proposals.append(
        propose(directive, [Edit(range: range.upperBound - 1..<range.upperBound, replacement: [])]))
    }
    if let hash = text.firstIndex(of: UInt8(ascii: "#")) {
      let end = Edit(
        range: range.upperBound..<range.upperBound, replacement: endsInMark ? [] : [UInt8(ascii: "?")])
      proposals += insertions(text[..<hash]).map {
        propose(directive, [Edit(range: hash..<hash, replacement: $0), end])
      }
    }
    return proposals
  }

  private func namesQuery(_ text: ArraySlice<UInt8>) -> Bool {
    let text = Array(text)
    return ["$args", "$is_args", "$query_string", "$request_uri", "${args", "${is_args", "${query_string"]
      .contains { ByteSearch.contains(Array($0.utf8), in: text) }
  }

  /// Returns what can be written behind an address for the query; nothing where what variables hold decides.
  private func insertions(_ address: ArraySlice<UInt8>) -> [[UInt8]] {
    switch variables.joint(address) {
    case nil: return []
    case .mark: return [[UInt8]("$is_args$args")]
    case .ampersand:
      let isJoined = address.last == UInt8(ascii: "?") || address.last == UInt8(ascii: "&")
      return [[UInt8](isJoined ? "$args" : "&$args")]
    }
  }

  private func propose(_ directive: NginxDirective, _ edits: [Edit]) -> RuleProposal {
    let edits = edits.filter { !$0.range.isEmpty || !$0.replacement.isEmpty }
    var start = directive.ranges.first?.lowerBound ?? 0
    var end = directive.ranges.last?.upperBound ?? start
    // With the quotes.
    while end < file.text.count, file.text[end] != UInt8(ascii: ";"), !ASCII.isSpace(file.text[end]) {
      end += 1
    }
    if start > 0, file.text[start - 1] == UInt8(ascii: "\"") || file.text[start - 1] == UInt8(ascii: "'") {
      start -= 1
    }
    let shifted = edits.map {
      Edit(range: $0.range.lowerBound - start..<$0.range.upperBound - start, replacement: $0.replacement)
    }
    let text = Splice.joined(file.text.span.extracting(start..<end), shifted) + [UInt8(ascii: ";")]
    return RuleProposal(
      edits: edits.map { file.edit($0.range, $0.replacement) }, place: .instead,
      text: RedirectRule(.nginx, file: "", line: 1, text: text.text).text)
  }
}
