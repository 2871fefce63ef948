internal import AutoTagBytes
internal import AutoTagWebURL

/// mod_rewrite at work on one request in a folder's context (`hook_fixup` and `apply_rewrite_list` of
/// mod_rewrite.c, httpd 2.4).
struct ModRewriteEvaluator {
  let request: ServerRequest
  /// The request's decoded path; rules do not change it.
  let path: [UInt8]
  let docroot: ApacheDocumentRoot
  let isInternal: Bool
  /// `r->args`.
  private(set) var query: [UInt8]?
  /// `r->filename`: a path of the file system, or an absolute address.
  var file: [UInt8]
  var pathInfo: [UInt8]
  /// A rule with `END` matched: no rule is asked any more, not even after an internal redirect.
  private(set) var isOver = false

  enum Outcome {
    case declined
    case refused(status: Int, RedirectRule)
    case redirect(ServerRedirect)
    /// An internal redirect to this path.
    case local([UInt8], RedirectRule)
    case unknown(RedirectRule, String)
  }

  /// The rounds of `N` after which the rules are taken to go on for ever. A loop that ends takes something of the request
  /// away in each round, and real rules need a few; httpd gives up after 10,000.
  var mostRounds: Int { min(1_000 + 2 * (path.count + (request.query?.count ?? 0)), 10_000) }

  var work = RequestWork()
  var visitor: VisitorAnswers
  /// The variables of the environment that rules set, for this request and for those that it was made of.
  var environment: RequestEnvironment
  /// The site's knowledge of the others.
  let variables: ApacheVariables
  /// The variable that made the text expanded last depend on the visitor; `nil` where none did.
  var openVariable: String?
  /// The offset in that text at which the variable's value begins.
  var openOffset = 0
  /// True if the text expanded last has the query in it.
  var hasQuery = false

  init(
    request: ServerRequest, path: [UInt8], query: [UInt8]?, docroot: ApacheDocumentRoot, isInternal: Bool,
    variables: ApacheVariables, environment: RequestEnvironment = RequestEnvironment(),
    visitor: VisitorAnswers
  ) {
    self.request = request
    self.variables = variables
    self.environment = environment
    self.visitor = visitor
    self.path = path
    self.query = query
    self.docroot = docroot
    self.isInternal = isInternal
    (file, pathInfo) = docroot.translated(path)
  }

  /// - Parameter prefix: the folder's path; `nil` for the rules of a section, which httpd knows no folder of.
  mutating func apply(
    _ rules: [RewriteRule], index: CandidateIndex, prefix: [UInt8]?, base: [UInt8]?
  ) -> Outcome {
    let folder = prefix.map { ApacheDocumentRoot.path + $0 } ?? Array("*If/".utf8)
    let firstFile = file
    let firstQuery = query
    var last: RewriteRule?
    var status = 302
    var redirecting: RewriteRule?
    var escapesNothing = false
    // The reason why no more than the beginning of the target is known.
    var partial: String?
    var next = 0
    var rounds = 0
    var lastMatch = -1
    // Where a skip or the start led to: the chain that such a rule is in did not fail.
    var entry = 0

    var subject = subjectFor(folder)
    var candidates = index.candidates(for: subject)
    var cursor = 0
    while true {
      while cursor < candidates.count, candidates[cursor] < next { cursor += 1 }
      guard cursor < candidates.count else { break }
      let number = candidates[cursor]
      next = number + 1
      let rule = rules[number]
      // A chain ends with the first of its rules that does not match.
      if number > 0, number != entry, rules[number - 1].flags.isChained, lastMatch != number - 1 { continue }

      guard work.add(subject.count) else { return .unknown(rule.rule, RequestWork.tooMuch) }
      let match: RuleMatch
      switch self.match(rule, subject) {
      case .no: continue
      case .unknown(let reason): return .unknown(rule.rule, reason)
      case .yes(let found): match = found
      }
      guard rule.rule.applies(&visitor) else { continue }
      lastMatch = number
      if let reason = rule.rule.unknown {
        if rule.rule.takesEffect(&visitor) { return .unknown(rule.rule, reason) }
        continue
      }
      set(rule.flags.environment, match, rule.flags)
      if let refusal = rule.flags.refusal { return .refused(status: refusal, rule.rule) }
      if !rule.keepsPath {
        switch expand(rule.target, match, rule.flags) {
        case .unknown(let reason): return .unknown(rule.rule, reason)
        case .known(let text): file = text
        }
        // What is sent to the browser at once is asked for nothing.
        if hasQuery, rule.flags.redirect == nil || !(rule.flags.isLast || rule.flags.isEnd) {
          visitor.noteLookAtQuery()
        }
        if let variable = openVariable {
          let reason = "\(variable) decides, which is not known before the request"
          guard namesHost, rule.flags.isLast || rule.flags.isEnd else { return .unknown(rule.rule, reason) }
          partial = reason
        }
        if !rule.flags.allowsMark, takesMark(rule, match) { return .refused(status: 403, rule.rule) }
        if rule.flags.discardsPathInfo { pathInfo = [] }
        splitQuery(rule)
        if let query, query.count > ExpandedText.longest { return .unknown(rule.rule, ExpandedText.tooLong) }
        if file.first != 0x2F, ApachePath.schemeLength(file) == nil { file = folder + file }
        if let redirect = rule.flags.redirect {
          status = redirect
          redirecting = rule
          qualify()
        } else {
          switch isOwnAddress() {
          case .yes: break
          case .no: status = 302
          case .unknown: return .unknown(rule.rule, "whether the host is the server's own is not known")
          }
        }
        escapesNothing = rule.flags.escapesNothing
        last = rule
        subject = subjectFor(folder)
        candidates = index.candidates(for: subject)
        cursor = 0
        guard work.add(candidates.count) else { return .unknown(rule.rule, RequestWork.tooMuch) }
      }
      if rule.flags.isEnd { isOver = true }
      if rule.flags.isEnd || rule.flags.isLast { break }
      if rule.flags.startsAgain {
        rounds += 1
        // The bound is one of the query's length.
        visitor.noteLookAtQuery()
        if rounds >= mostRounds { return .refused(status: 500, rule.rule) }
        (next, cursor, entry, lastMatch) = (0, 0, 0, -1)
      } else if rule.flags.skips > 0 {
        next = number + 1 + rule.flags.skips
        entry = next
      }
    }
    guard let last else { return .declined }
    if let scheme = ApachePath.schemeLength(file) {
      let outcome = redirect(
        scheme, folder, base, status, last, isRaw: escapesNothing, keepsQuery: query == firstQuery)
      guard let partial else { return outcome }
      if case .redirect(let found) = outcome { return .redirect(found.partial(because: partial)) }
    }
    if let partial { return .unknown(last.rule, partial) }
    // The status stays with what a later rule makes of the address, and browsers get no other one.
    if let redirecting { return .refused(status: status, redirecting.rule) }
    guard file != firstFile else { return .declined }
    return local(folder, base, last)
  }

  /// True if the text expanded last is an address whose host stands whole in front of what is not known.
  private var namesHost: Bool {
    guard let scheme = ApachePath.schemeLength(file), scheme < openOffset, openOffset <= file.count else {
      return false
    }
    return file[scheme..<openOffset].contains { "/?#".utf8.contains($0) }
  }

  /// Returns the text that the patterns match: in a folder the path without the folder's own, with what comes behind
  /// the file.
  func subjectFor(_ folder: [UInt8]) -> [UInt8] {
    let whole = file + pathInfo
    return whole.starts(with: folder) ? Array(whole[folder.count...]) : whole
  }

  // MARK: Results

  func redirect(
    _ schemeLength: Int, _ folder: [UInt8], _ base: [UInt8]?, _ status: Int, _ rule: RewriteRule, isRaw: Bool,
    keepsQuery: Bool
  ) -> Outcome {
    var location = file
    if let slash = location[schemeLength...].firstIndex(of: 0x2F) {
      if let base {
        let folder = folder.first == 0x2F ? folder : [0x2F] + folder
        location = location[..<slash] + Self.replacing(folder, by: base, in: location[slash...])
      }
      if !isRaw { location = location[...slash] + ApachePath.escaped(location[(slash + 1)...]) }
    }
    if ApacheDocumentRoot.isIn(file), location.contains(0x01) || location.starts(with: Array("%01".utf8)) {
      return .unknown(rule.rule, Self.leaksPath)
    }
    if ApacheDocumentRoot.isIn(file), base == nil { return .unknown(rule.rule, Self.leaksPath) }
    if let query {
      let isWritable = query.allSatisfy { $0 > 0x20 && $0 != 0x7F }
      if isRaw || keepsQuery, !isWritable { return .refused(status: 403, rule.rule) }
      location += [0x3F] + (isRaw || keepsQuery ? query : ApachePath.escaped(query))
    }
    return .redirect(ServerRedirect(status: status, location: location, rule: rule.rule))
  }

  static let leaksPath =
    "its target is relative, and without a RewriteBase httpd puts the folder's path on its disk into the "
    + "address: begin the target with / or add RewriteBase /"

  func local(_ folder: [UInt8], _ base: [UInt8]?, _ rule: RewriteRule) -> Outcome {
    var target = file
    guard target.first == 0x2F else { return .refused(status: 400, rule.rule) }
    if let base {
      target = Self.replacing(folder, by: base, in: target[...])
    }
    if target.starts(with: ApacheDocumentRoot.path + [0x2F]) {
      if base != nil { return .unknown(rule.rule, "it leads out of the folder that RewriteBase is for") }
      target = Array(target[ApacheDocumentRoot.path.count...])
    }
    if ApacheDocumentRoot.isIn(target) { return .unknown(rule.rule, Self.leaksPath) }
    return .local(target, rule.rule)
  }

  /// `subst_prefix_path`.
  static func replacing(
    _ folder: [UInt8], by base: [UInt8], in path: ArraySlice<UInt8>
  ) -> [UInt8] {
    guard path.starts(with: folder) else { return Array(path) }
    return (base.last == 0x2F ? base : base + [0x2F]) + path.dropFirst(folder.count)
  }

  /// `fully_qualify_uri`.
  mutating func qualify() {
    guard ApachePath.schemeLength(file) == nil else { return }
    file = Array(visitor.origin(of: request).text.utf8) + (file.first == 0x2F ? [] : [0x2F]) + file
  }

  enum Certainty { case yes, no, unknown }

  /// `reduce_uri`: an absolute address of the server's own is a path again.
  mutating func isOwnAddress() -> Certainty {
    guard let scheme = ApachePath.schemeLength(file) else { return .yes }
    let origin = visitor.origin(of: request)
    let own = origin.hostHeader
    let end = file[scheme...].firstIndex(of: 0x2F) ?? file.count
    guard ASCII.lowercased(Array(file[..<scheme])).text == "\(origin.scheme)://" else { return .no }
    let host = ASCII.lowercased(Array(file[scheme..<end])).text
    if host == own {
      file = end < file.count ? Array(file[end...]) : [0x2F]
      return .yes
    }
    return host == "www." + own || "www." + host == own ? .unknown : .no
  }

  /// `splitout_queryargs`.
  mutating func splitQuery(_ rule: RewriteRule) {
    let flags = rule.flags
    if rule.endsInMark {
      if !flags.appendsQuery || flags.discardsQuery { query = nil }
      return
    }
    let start = ApachePath.schemeLength(file) ?? 0
    if flags.discardsQuery { query = nil }
    let rest = file[start...]
    guard let mark = flags.splitsAtLastMark ? rest.lastIndex(of: 0x3F) : rest.firstIndex(of: 0x3F) else {
      return
    }
    let own = Array(file[(mark + 1)...])
    file = Array(file[..<mark])
    if flags.appendsQuery {
      query = own + (own.isEmpty ? [] : [0x26]) + (query ?? [])
    } else {
      query = own
    }
    if query?.last == 0x26 { query?.removeLast() }
    if query?.isEmpty == true { query = nil }
  }

  // MARK: Matching

  struct RuleMatch {
    let subject: [UInt8]
    /// `$0` to `$9`.
    let groups: [[UInt8]?]
    /// `%0` to `%9`.
    var conditionGroups: [[UInt8]?] = []
    /// True if `%0` to `%9` depend on the visitor.
    var hasOpenGroups = false
  }

  enum MatchOutcome {
    case no
    case yes(RuleMatch)
    case unknown(String)
  }

  mutating func match(_ rule: RewriteRule, _ subject: [UInt8]) -> MatchOutcome {
    var match: RuleMatch
    switch rule.pattern.match(subject) {
    case .gaveUp: return .unknown("its pattern needs too many steps")
    case .noMatch:
      guard rule.isNegated else { return .no }
      match = RuleMatch(subject: subject, groups: [])
    case .match(let ranges):
      guard !rule.isNegated else { return .no }
      match = RuleMatch(subject: subject, groups: Pattern.groups(ranges, in: subject))
    }
    var open = OpenConditions()
    var offset = 0
    while offset < rule.conditions.count {
      var isTrue = false
      var alternatives: [OpenConditions.Condition] = []
      while true {
        let condition = rule.conditions[offset]
        visitor.beginCondition()
        let truth = evaluate(condition, &match, rule.rule)
        if case .known = truth { visitor.decided(condition.words, of: rule.rule) }
        switch truth {
        case .known(true): isTrue = true
        case .known(false): break
        case .open(let usually):
          alternatives.append(
            .init(question: condition.question, isNegated: condition.isNegated, isUsuallyTrue: usually))
        case .unknown(let reason): return .unknown(reason)
        }
        guard condition.isAlternative else { break }
        guard offset + 1 < rule.conditions.count else {
          // httpd goes on to a next condition that is not there, and takes the rule (`apply_rewrite_rule`).
          isTrue = true
          break
        }
        if isTrue {
          while offset + 1 < rule.conditions.count, rule.conditions[offset].isAlternative { offset += 1 }
          break
        }
        offset += 1
      }
      if !isTrue {
        guard !alternatives.isEmpty else { return .no }
        open.require(oneOf: alternatives)
      }
      offset += 1
    }
    return open.hold(rule.rule, &visitor) ? .yes(match) : .no
  }
}
