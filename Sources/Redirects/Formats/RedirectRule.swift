internal import AutoTagBytes
package import AutoTagTracking

/// One rule of a redirect file, or what a server answered, as far as messages need it.
package struct RedirectRule: Sendable, Hashable {
  /// The parts of a rule that messages show. Rules are many, and each has several holders: its pattern, the hops and
  /// the reasons of all chains that it has to do with. These share one content.
  private final class Content: Sendable {
    let format: RedirectFormat?
    let file: String
    let line: Int?
    let text: String
    let unknown: String?
    let condition: Condition?
    let reach: Reach
    let fileFault: String?

    init(
      _ format: RedirectFormat?, file: String, line: Int?, text: String, unknown: String?,
      condition: Condition?, reach: Reach, fileFault: String?
    ) {
      (self.format, self.file, self.line) = (format, file, line)
      (self.text, self.unknown, self.condition) = (text, unknown, condition)
      (self.reach, self.fileFault) = (reach, fileFault)
    }
  }

  private var content: Content

  /// `nil` for a server's answer.
  package var format: RedirectFormat? { content.format }

  /// The file's path as `PathText` has it, relative to the site's root or absolute; for a server's answer the server.
  package var file: String { content.file }

  /// The line from 1; `nil` for a server's answer.
  package var line: Int? { content.line }

  /// The rule as it is written, on one line; for a server's answer what it said and when.
  package var text: String { content.text }

  /// The first word of the rule's text: a directive's name.
  var directive: String { String(text.prefix { $0 != " " }) }

  /// True if the rule leads to what a variable or a map holds, so that its words do not tell the host: `return 302 $to`,
  /// `RewriteRule ^go/(.*) ${links:$1}`.
  package var hasOpenTarget: Bool {
    if reach.isOpen || format == .redirectPage { return reach.isOpen }
    // The CSV export of Redirection writes that for a target that depends on the visitor.
    if format == .redirectionCSV, text.hasSuffix(" → /unknown") { return true }
    return text.split(separator: " ").dropFirst().contains { word in
      var word = word.drop { $0 == "\"" || $0 == "'" }
      for scheme in ["https://", "http://"] where word.hasPrefix(scheme) {
        word = word.dropFirst(scheme.count)
      }
      // `$scheme://…` and `%{REQUEST_SCHEME}://…` are followed by what tells the host.
      guard let first = word.first, first == "$" || word.hasPrefix("%{") else { return false }
      return !word.contains("://")
    }
  }

  /// True if the name of a host in the rule is, or ends with, what the request brings, and not the site's own name:
  /// `https://%{HTTP:X-Net}/…`, `https://$cookie_net`, `return 302 $new`.
  package var hasOpenHost: Bool {
    if reach.isOpen || format == .redirectPage { return reach.isOpen }
    // Nearly no rule has a variable.
    guard text.utf8.contains(where: { "$%{:".utf8.contains($0) }) else { return false }
    return text.split { " ;\"',".contains($0) }.dropFirst().contains { word in
      guard let scheme = word.firstRange(of: "://") else {
        // A variable by itself may be a whole address.
        return hasOpenTarget && word.first == "$" && !Self.endsWithOwnName(word)
      }
      return Self.endsWithVariable(word[scheme.upperBound...])
    }
  }

  /// Returns true if a host ends with a variable that is not the site's own name.
  /// - Parameter address: behind `://`.
  private static func endsWithVariable(_ address: Substring) -> Bool {
    var depth = 0
    var host = address.prefix { character in
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      return depth > 0 || !"/?#".contains(character)
    }
    // A path or a query that is taken over may follow at once.
    for name in pathVariables {
      while host.lowercased().hasSuffix(name) { host = host.dropLast(name.count) }
    }
    return (host.contains("$") || host.contains("{") || host.contains(":splat"))
      && !(host.last.map { $0 == "." } ?? true) && !endsWithOwnName(host) && mayEndInVariable(host)
  }

  private static func mayEndInVariable(_ host: Substring) -> Bool {
    if host.last == "}" { return true }
    let name = host.reversed().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return host.dropLast(name.count).last == "$" || host.hasSuffix(":splat")
  }

  private static let pathVariables = [
    "$request_uri", "$uri", "$document_uri", "$is_args", "$args", "%{request_uri}", "%{query_string}",
    "{uri}",
    "{http.request.uri}", "{path}", "{request_uri}", "{query_string}", "${request_uri}", "${uri}",
  ]

  private static func endsWithOwnName(_ text: Substring) -> Bool {
    let text = text.lowercased()
    return [
      "$host", "${host}", "$http_host", "$server_name", "$hostname", "%{http_host}", "%{server_name}",
      "%{http:host}", "%{http:x-forwarded-host}", "{host}", "{hostport}", "{http.request.host}",
      "{http_host}",
      "{server_name}", "$request_uri", "$uri", "$document_uri", "$scheme",
      // Groups are those of a condition on the host, or of the path that was asked for.
      "%0", "%1", "%2", "%3", "{c:1}", "{c:2}", "{c:0}",
    ].contains { text.hasSuffix($0) }
  }

  /// Returns true if the rule's words, or the program that it is a part of, have the host of one of the groups.
  package func names(hostOf groups: [TrackingGroup]) -> Bool {
    let text = namedText.lowercased()
    return groups.contains { $0.hosts.contains { text.contains($0) } }
  }

  /// Returns true if a rule that is not understood may lead to one of the groups: it names a host of theirs, or a variable
  /// tells where it leads.
  package func mayLead(to groups: [TrackingGroup]) -> Bool { hasOpenTarget || names(hostOf: groups) }

  /// Returns the same rule, not understood, as one of a file that its server refuses.
  /// - Parameter fault: the line for which it does.
  func refused(by fault: RedirectRule) -> RedirectRule {
    var reach = reach
    reach.isOpen = reach.isOpen || hasOpenTarget
    var rule = self
    rule.content = Content(
      fault.format, file: fault.file, line: fault.line, text: text,
      unknown: unknown ?? "it is not understood",
      condition: condition, reach: reach, fileFault: fault.fileFault)
    return rule
  }

  /// The rule's words, and the hosts that a program names behind them.
  package var namedText: String {
    reach.hosts.isEmpty ? text : "\(text) \(reach.hosts.joined(separator: " "))"
  }

  /// The hosts that a rule may lead to which is a part of a program, besides those that its words name.
  var reach: Reach { content.reach }

  struct Reach: Sendable, Hashable {
    /// Those that the program names, in lower case.
    var hosts: [String] = []
    /// True if it may lead anywhere.
    var isOpen = false
  }

  /// The reason why the rule is not understood, so that its answer is `unknown`; `nil` where it is understood.
  package internal(set) var unknown: String? {
    get { content.unknown }
    set {
      content = Content(
        format, file: file, line: line, text: text, unknown: newValue, condition: condition, reach: reach,
        fileFault: fileFault)
    }
  }

  /// The condition under which the rule is one of the server's at all; `nil` where it always is.
  var condition: Condition? { content.condition }

  /// The reason why the server refuses the whole file for this line, so that no rule of it counts, or, in a host's list, why
  /// it skips the line; `nil` for a line that it takes.
  package var fileFault: String? { content.fileFault }

  /// A condition that the site's files cannot decide.
  struct Condition: Sendable, Hashable {
    /// One test, without its negation.
    struct Test: Sendable, Hashable {
      /// The same for all spellings of the test.
      let question: String
      /// A noun: "the test <IfModule LiteSpeed>".
      let text: String
      let isNegated: Bool
      /// True if most servers pass the test as it is, with its negation.
      let isUsual: Bool
    }

    /// All of them must hold.
    let tests: [Test]

    /// A noun, for messages.
    var text: String { tests.map { $0.isNegated ? "not \($0.text)" : $0.text }.joined(separator: " and ") }

    static func and(_ first: Condition, _ second: Condition) -> Condition {
      Condition(tests: first.tests + second.tests.filter { !first.tests.contains($0) })
    }
  }

  init(
    _ format: RedirectFormat, file: String, line: Int, text: String, unknown: String? = nil,
    condition: Condition? = nil, reach: Reach = Reach(), fileFault: String? = nil
  ) {
    content = Content(
      format, file: file, line: line, text: Self.oneLine(text), unknown: unknown, condition: condition,
      reach: reach, fileFault: fileFault)
  }

  /// Makes a rule of what a server answered.
  /// - Parameters:
  ///   - server: its host, and its port where that is not the scheme's own.
  ///   - text: what it said, and when.
  package init(answerOf server: String, text: String) {
    content = Content(
      nil, file: server, line: nil, text: Self.oneLine(text), unknown: nil, condition: nil, reach: Reach(),
      fileFault: nil)
  }

  package static func == (left: RedirectRule, right: RedirectRule) -> Bool {
    left.content === right.content
      || left.line == right.line && left.format == right.format && left.file == right.file
        && left.text == right.text && left.unknown == right.unknown && left.condition == right.condition
        && left.reach == right.reach && left.fileFault == right.fileFault
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(format)
    hasher.combine(file)
    hasher.combine(line)
    hasher.combine(text)
    hasher.combine(unknown)
  }

  /// The rule's file and line, or the server.
  package var location: String { line.map { "\(PathText.shown(file)):\($0)" } ?? file }

  /// The same for a message that is made into a `MessageText`.
  package var mention: String { line.map { "\(MessageText.path(file)):\($0)" } ?? file }

  /// Returns the text with control characters as spaces, and short enough for a message.
  private static func oneLine(_ text: String) -> String {
    // Nearly every rule is one already.
    let bytes = text.utf8
    if bytes.count <= 400, bytes.first != 0x20, bytes.last != 0x20,
      bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    {
      return text
    }
    let scalars = text.unicodeScalars.prefix(400).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    var line = ""
    line.unicodeScalars.append(contentsOf: scalars)
    while line.hasPrefix(" ") { line.removeFirst() }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
