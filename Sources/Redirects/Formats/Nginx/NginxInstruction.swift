internal import AutoTagBytes

/// The instructions of nginx's rewrite module, in order (nginx.org/en/docs/http/ngx_http_rewrite_module.html).
indirect enum NginxInstruction: Sendable {
  case rewrite(NginxRewrite)
  case answer(status: Int, NginxText?, RedirectRule)
  case set(String, NginxText, RedirectRule)
  case condition(NginxCondition, [NginxInstruction], RedirectRule)
  /// `valid_referers`, wherever in its block it stands.
  case referers(NginxReferers)
  case stop
  /// Another program answers.
  case handOver(RedirectRule)
  /// A program may answer, or leave that to what comes behind it.
  case mayHandOver(RedirectRule)
}

struct NginxRewrite: Sendable {
  enum Flag: Sendable { case none, last, stop }

  let rule: RedirectRule
  let pattern: NginxPattern
  let replacement: NginxText
  let flag: Flag
  /// The status of a redirect.
  let redirect: Int?
  /// True without a `?` at the replacement's end: the request's query is added.
  let addsQuery: Bool

  init(_ directive: NginxDirective, rule: RedirectRule) throws(MalformedRule) {
    let words = directive.words
    guard words.count == 3 || words.count == 4 else {
      throw MalformedRule("rewrite needs a regular expression, a replacement and at most one flag")
    }
    self.rule = rule
    pattern = try NginxPattern(words[1], ignoresCase: false)
    var text = words[2]
    addsQuery = text.last != UInt8(ascii: "?")
    if !addsQuery { text.removeLast() }
    replacement = try NginxText(text)
    let isAddress = text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("$scheme")
    switch words.count == 4 ? words[3].text : "" {
    case "":
      (flag, redirect) = (.none, isAddress ? 302 : nil)
    case "last": (flag, redirect) = (.last, isAddress ? 302 : nil)
    case "break": (flag, redirect) = (.stop, isAddress ? 302 : nil)
    case "redirect": (flag, redirect) = (.none, 302)
    case "permanent": (flag, redirect) = (.none, 301)
    case let other: throw MalformedRule("rewrite has no flag \(other)")
    }
  }
}

/// The condition of an `if`.
enum NginxCondition: Sendable {
  case isTrue(String)
  case equals(NginxText, NginxText, isNegated: Bool)
  case matches(NginxText, NginxPattern, isNegated: Bool)
  case exists(NginxText, SiteFiles.Kind?, isNegated: Bool)

  init(_ arguments: ArraySlice<[UInt8]>) throws(MalformedRule) {
    var words = Array(arguments)
    guard let first = words.first, first.first == UInt8(ascii: "("), let last = words.last,
      last.last == UInt8(ascii: ")")
    else { throw MalformedRule("the condition of an if stands in parentheses") }
    words[0].removeFirst()
    if !words[words.count - 1].isEmpty { words[words.count - 1].removeLast() }
    words.removeAll(where: \.isEmpty)
    switch (words.count, words.count > 1 ? words[0].text : "") {
    case (1, _):
      guard let name = try NginxText(words[0]).loneVariable else {
        throw MalformedRule("the condition is no variable")
      }
      self = .isTrue(name)
    case (2, "-f"): self = .exists(try NginxText(words[1]), .file, isNegated: false)
    case (2, "!-f"): self = .exists(try NginxText(words[1]), .file, isNegated: true)
    case (2, "-d"): self = .exists(try NginxText(words[1]), .folder, isNegated: false)
    case (2, "!-d"): self = .exists(try NginxText(words[1]), .folder, isNegated: true)
    case (2, "-e"): self = .exists(try NginxText(words[1]), nil, isNegated: false)
    case (2, "!-e"): self = .exists(try NginxText(words[1]), nil, isNegated: true)
    case (2...3, _):
      let value = words.count == 3 ? words[2] : []
      let subject = try NginxText(words[0])
      switch words[1].text {
      case "=": self = .equals(subject, try NginxText(value), isNegated: false)
      case "!=": self = .equals(subject, try NginxText(value), isNegated: true)
      case "~": self = .matches(subject, try NginxPattern(value, ignoresCase: false), isNegated: false)
      case "~*": self = .matches(subject, try NginxPattern(value, ignoresCase: true), isNegated: false)
      case "!~": self = .matches(subject, try NginxPattern(value, ignoresCase: false), isNegated: true)
      case "!~*": self = .matches(subject, try NginxPattern(value, ignoresCase: true), isNegated: true)
      case let other: throw MalformedRule("if has no operator \(other)")
      }
    default: throw MalformedRule("the condition of the if is not understood")
    }
  }
}
