internal import AutoTagBytes

/// Makes routes of the directives of a Caddyfile.
struct CaddyBuilder {
  private(set) var rules: [RedirectRule] = []
  private(set) var diagnostics: [RedirectDiagnostic]
  private var order = CaddyOrder()
  private var lastGroup = 0
  private var dependsOnVersion = false
  /// Matchers of which it was said that they are not understood.
  private var reported: Set<[UInt8]> = []

  init(diagnostics: [RedirectDiagnostic]) { self.diagnostics = diagnostics }

  /// The versions that may answer otherwise.
  var versions: [CaddyVersion] { dependsOnVersion ? CaddyVersion.allCases : [.old] }

  private mutating func diagnose(
    _ kind: RedirectDiagnostic.Kind, _ directive: CaddyDirective, _ message: String
  ) {
    diagnostics.append(RedirectDiagnostic(kind, file: directive.file, line: directive.line, message))
  }

  private mutating func malformed(_ directive: CaddyDirective, _ error: MalformedRule) {
    diagnose(.malformed, directive, "\(error.message); Caddy does not start until that is corrected")
  }

  private mutating func rule(_ directive: CaddyDirective, isRule: Bool = true) -> RedirectRule {
    let rule = RedirectRule(.caddy, file: directive.file, line: directive.line, text: directive.text)
    if isRule { rules.append(rule) }
    return rule
  }

  // MARK: Sites

  mutating func take(options directives: [CaddyDirective], into options: inout CaddyOptions) {
    for directive in directives {
      let words = directive.arguments.map(\.text.text)
      switch (directive.name, words.first) {
      case ("order", _):
        if !options.order.move(words) {
          malformed(
            directive, MalformedRule("order needs a directive, and first, last, before or after another"))
        }
      case ("http_port", let port?): options.httpPort = Int(port) ?? options.httpPort
      case ("https_port", let port?): options.httpsPort = Int(port) ?? options.httpsPort
      case ("auto_https", "off"), ("auto_https", "disable_redirects"): options.redirectsToHTTPS = false
      default: break
      }
    }
  }

  /// - Returns: `nil` for a block that is no site's.
  mutating func site(_ block: CaddyBlock, _ options: CaddyOptions) -> CaddySite? {
    order = options.order
    if let first = block.addresses.first, first.text.hasPrefix("&(") {
      diagnose(
        .notUnderstood, CaddyDirective(words: [first]),
        "named routes are not understood: write out what invoke asks")
      return nil
    }
    var addresses: [CaddyAddress] = []
    for token in block.addresses {
      if let address = CaddyAddress(token) {
        addresses.append(address)
      } else {
        malformed(
          CaddyDirective(words: [token]), MalformedRule("\(token.text.text) is no address of a site"))
      }
    }
    guard block.kind == .part || !addresses.isEmpty else { return nil }
    let head = block.addresses.isEmpty ? block.directives.first?.words.prefix(1) ?? [] : block.addresses[...]
    guard !head.isEmpty else { return nil }
    let program = program(block.directives, [:], isSorted: true)
    let errorRoutes = block.directives.filter { $0.name == "handle_errors" }.map { directive in
      CaddyErrorRoute(
        statuses: directive.arguments.map(\.text.text),
        program: self.program(directive.block ?? [], definitions(block.directives), isSorted: true),
        rule: rule(directive, isRule: false))
    }
    return CaddySite(
      addresses: addresses, program: program, errorRoutes: errorRoutes,
      rule: rule(CaddyDirective(words: Array(head)), isRule: false))
  }

  // MARK: Blocks

  private typealias Definitions = [[UInt8]: CaddyMatcherSet]

  private mutating func program(
    _ directives: [CaddyDirective], _ outer: Definitions, isSorted: Bool
  ) -> CaddyProgram {
    let definitions = outer.merging(self.definitions(directives)) { $1 }
    var entries: [CaddySorting.Entry] = []
    for directive in directives where !directive.name.hasPrefix("@") {
      do throws(MalformedRule) {
        let place = isSorted ? try self.place(of: directive) : 0
        guard let place else { continue }
        for route in try routes(directive, definitions) {
          entries.append(
            CaddySorting.Entry(
              place: place, isRewrite: directive.name == "rewrite",
              isHandle: ["handle", "handle_path"].contains(directive.name), isRoot: directive.name == "root",
              isVariable: directive.name == "vars",
              route: route))
        }
      } catch {
        malformed(directive, error)
      }
    }
    guard isSorted else {
      return CaddyProgram(old: CaddyRoutes(entries.map(\.route)), new: nil)
    }
    // Of these only the first that matches is carried out.
    let groups = (lastGroup + 1, lastGroup + 2, lastGroup + 3)
    lastGroup += 3
    for index in entries.indices {
      if entries[index].isRewrite { entries[index].route.group = groups.0 }
      if entries[index].isHandle { entries[index].route.group = groups.1 }
      if entries[index].isRoot { entries[index].route.group = groups.2 }
    }
    let old = CaddySorting.sorted(entries, .old)
    let new = CaddySorting.sorted(entries, .new)
    let isSame = old == new
    if !isSame { dependsOnVersion = true }
    return CaddyProgram(
      old: CaddyRoutes(CaddySorting.joined(old.map { entries[$0].route })),
      new: isSame ? nil : CaddyRoutes(CaddySorting.joined(new.map { entries[$0].route })))
  }

  private mutating func definitions(_ directives: [CaddyDirective]) -> Definitions {
    var definitions: Definitions = [:]
    for directive in directives where directive.name.hasPrefix("@") {
      do throws(MalformedRule) {
        let set = try CaddyMatcherReader.read(directive)
        guard definitions.updateValue(set, forKey: directive.words[0].text) == nil else {
          throw MalformedRule("\(directive.name) is defined twice")
        }
        if set.dependsOnVersion { dependsOnVersion = true }
      } catch {
        malformed(directive, error)
      }
    }
    return definitions
  }

  /// - Returns: `nil` for a directive that answers no request.
  private mutating func place(of directive: CaddyDirective) throws(MalformedRule) -> Int? {
    if let place = order.place(of: directive.name) { return place }
    if !CaddyOrder.ofSites.contains(directive.name) {
      diagnose(
        .notUnderstood, directive,
        "\(directive.name) is none of Caddy's own directives, and what it does is not known")
    }
    return nil
  }

  // MARK: Directives

  private mutating func routes(
    _ directive: CaddyDirective, _ definitions: Definitions
  ) throws(MalformedRule) -> [CaddyRoute] {
    var arguments = directive.arguments
    var matchers: CaddyMatcherSet?
    if !["try_files", "handle_path"].contains(directive.name), let first = arguments.first,
      !(directive.name == "root" && arguments.count == 1)
    {
      if first.text == [UInt8(ascii: "*")] {
        arguments.removeFirst()
      } else if first.text.first == UInt8(ascii: "/") {
        matchers = CaddyMatcherSet(path: first.text)
        arguments.removeFirst()
      } else if first.text.first == UInt8(ascii: "@") {
        guard let set = definitions[first.text] else {
          throw MalformedRule("the matcher \(first.text.text) is not defined")
        }
        matchers = set
        arguments.removeFirst()
      }
    }
    let words = arguments.map(\.text)
    func route(_ rule: RedirectRule, _ handlers: [CaddyHandler]) -> [CaddyRoute] {
      [CaddyRoute(matchers: matchers, handlers: handlers, rule: rule)]
    }
    if let reason = matchers?.unknown, let name = directive.arguments.first?.text,
      ["redir", "rewrite", "uri", "handle", "route", "respond", "error", "header"].contains(directive.name),
      reported.insert(name).inserted
    {
      diagnose(.notUnderstood, directive, "the rule is not understood: \(reason)")
    }
    switch directive.name {
    case "redir":
      let rule = rule(directive)
      return route(rule, [.redirect(try redirect(words, rule))])
    case "rewrite":
      guard words.count == 1 else { throw MalformedRule("rewrite needs one target") }
      dependsOnVersion = true
      let rule = rule(directive)
      return route(rule, [.rewrite(CaddyText(words[0]), rule)])
    case "uri": return route(rule(directive), [try change(words, directive)])
    case "root":
      guard words.count == 1 else { throw MalformedRule("root needs one folder") }
      return route(rule(directive, isRule: false), [.setRoot(words[0], isConditional: matchers != nil)])
    case "vars":
      var pairs = words.isEmpty ? [] : [words]
      pairs += (directive.block ?? []).map { $0.words.map(\.text) }
      let rule = rule(directive, isRule: false)
      return route(
        rule, pairs.filter { $0.count == 2 }.map { .setVariable($0[0].text, CaddyText($0[1])) })
    case "map":
      return route(rule(directive, isRule: false), [.map(try CaddyMap(directive, arguments: arguments))])
    case "header": return header(words, directive).map { route(rule(directive, isRule: false), [$0]) } ?? []
    case "respond": return route(rule(directive), [respond(words, directive)])
    case "error":
      guard (1...2).contains(words.count) else { throw MalformedRule("error needs a status") }
      let status = words.lazy.compactMap { Int($0.text) }.first { (100...999).contains($0) } ?? 500
      let rule = rule(directive)
      return route(rule, [.refuse(status: status, rule)])
    case "abort":
      let rule = rule(directive)
      return route(rule, [.refuse(status: 0, rule)])
    case "try_files": return try tryFiles(directive)
    case "handle", "route":
      let rule = rule(directive, isRule: false)
      return route(
        rule, [.routes(program(directive.block ?? [], definitions, isSorted: directive.name == "handle"))])
    case "handle_path": return [try handlePath(directive, definitions)]
    case "file_server":
      // A part of the files is somebody else's concern.
      let isPassing = (directive.block ?? []).contains { $0.name == "pass_thru" }
      let keepsAddress = (directive.block ?? []).contains { $0.name == "disable_canonical_uris" }
      return isPassing
        ? [] : route(rule(directive, isRule: false), [.files(addsSlash: !keepsAddress)])
    case "reverse_proxy", "php_fastcgi", "acme_server", "metrics", "copy_response":
      let rule = rule(directive, isRule: false)
      return directive.name == "reverse_proxy" || directive.name == "php_fastcgi"
        ? route(rule, [.unknown(rule, "another program answers (\(directive.text))")]) : []
    case "basicauth", "basic_auth", "forward_auth":
      let rule = rule(directive, isRule: false)
      return route(rule, [.unknown(rule, "it asks who the visitor is (\(directive.name))")])
    case "invoke", "method", "intercept":
      let rule = rule(directive, isRule: false)
      return directive.name == "intercept"
        ? [] : route(rule, [.unknown(rule, "\(directive.name) is not understood")])
    case "tracing", "fs", "log_append", "skip_log", "log_skip", "log_name", "copy_response_headers",
      "request_body", "timeouts", "request_header", "encode", "push", "templates":
      return []
    default:
      let rule = rule(directive, isRule: false)
      diagnose(
        .notUnderstood, directive,
        "\(directive.name) is none of Caddy's own directives, and what it does is not known")
      return route(rule, [.unknown(rule, "\(directive.name) is not understood")])
    }
  }

  private mutating func redirect(
    _ words: [[UInt8]], _ rule: RedirectRule
  ) throws(MalformedRule) -> CaddyRedirect {
    guard let target = words.first, words.count <= 2 else {
      throw MalformedRule(
        "redir needs a target and perhaps a status; in front of a target that begins with / put *")
    }
    var status = words.count == 2 ? words[1] : [UInt8]("302")
    var text = CaddyText(target)
    switch status.text {
    case "permanent": status = [UInt8]("301")
    case "temporary": status = [UInt8]("302")
    case "html":
      status = [UInt8]("200")
    case let code where !code.hasPrefix("{"):
      guard let number = Int(code), (300...399).contains(number) || number == 401 else {
        throw MalformedRule("\(code) is no status of a redirect")
      }
    default: break
    }
    if text.dependsOnVersion { dependsOnVersion = true }
    // An empty target is no text to put the query behind.
    if target.isEmpty { text = CaddyText([]) }
    return CaddyRedirect(target: text, status: CaddyText(status), rule: rule)
  }

  private mutating func change(
    _ words: [[UInt8]], _ directive: CaddyDirective
  ) throws(MalformedRule) -> CaddyHandler {
    let rule = rules[rules.count - 1]
    dependsOnVersion = true
    switch (words.first?.text ?? "", words.count) {
    case ("strip_prefix", 2):
      let prefix = words[1].first == 0x2F ? words[1] : [0x2F] + words[1]
      return .change(.stripPrefix(CaddyText(prefix)), rule)
    case ("strip_suffix", 2): return .change(.stripSuffix(CaddyText(words[1])), rule)
    case ("replace", 3...4):
      let limit = words.count == 4 ? Int(words[3].text) : 0
      guard let limit else { throw MalformedRule("the limit of uri replace is no number") }
      return .change(.replace(CaddyText(words[1]), by: CaddyText(words[2]), limit: limit), rule)
    case ("path_regexp", 3):
      return .change(
        .replacePattern(try CaddyPattern.compiled(words[1]), by: CaddyText(words[2])), rule)
    case ("query", _):
      diagnose(.notUnderstood, directive, "the rule is not understood: uri query changes the query")
      return .unknown(rule, "uri query changes the query")
    default: throw MalformedRule("uri needs strip_prefix, strip_suffix, replace or path_regexp and a text")
    }
  }

  private mutating func header(_ words: [[UInt8]], _ directive: CaddyDirective) -> CaddyHandler? {
    let lines = (words.isEmpty ? [] : [words]) + (directive.block ?? []).map { $0.words.map(\.text) }
    for line in lines {
      guard let name = line.first.map({ ASCII.lowercased($0).text }) else { continue }
      if ["location", "+location", "?location", ">location"].contains(name), line.count == 2 {
        return .setLocation(CaddyText(line[1]))
      }
      if name.hasSuffix("refresh"), !name.hasPrefix("-"), line.count == 2 {
        diagnose(
          .notUnderstood, directive, "the rule is not understood: a header Refresh leads visitors elsewhere")
      }
    }
    return nil
  }

  private mutating func respond(_ words: [[UInt8]], _ directive: CaddyDirective) -> CaddyHandler {
    let rule = rules[rules.count - 1]
    var status = words.count == 2 ? words[1] : [UInt8]("200")
    if words.count == 1, words[0].count == 3, words[0].allSatisfy(ASCII.isDigit) { status = words[0] }
    return .respond(status: CaddyText(status), rule)
  }

  private mutating func tryFiles(_ directive: CaddyDirective) throws(MalformedRule) -> [CaddyRoute] {
    let files = directive.arguments.map(\.text)
    guard !files.isEmpty else { throw MalformedRule("try_files needs a file") }
    let rule = rule(directive)
    dependsOnVersion = true
    lastGroup += 1
    let policy = (directive.block ?? []).first { $0.name == "policy" }
    let isFirst = policy == nil || policy?.arguments.first?.text == [UInt8]("first_exist")
    let relative = [UInt8]("{http.matchers.file.relative}")
    // Those without a query are tried together, since the path is rewritten in one way for them.
    var routes: [CaddyRoute] = []
    func add(_ files: [[UInt8]], _ query: [UInt8]) {
      guard !files.isEmpty else { return }
      let matcher: CaddyMatcher =
        isFirst
        ? .files(files.map { CaddyText($0) }, root: nil) : .unknown("it chooses files by their size or age")
      routes.append(
        CaddyRoute(
          matchers: CaddyMatcherSet([matcher], identity: []),
          handlers: [.rewrite(CaddyText(relative + query), rule)], group: lastGroup, rule: rule))
    }
    var pending: [[UInt8]] = []
    for file in files {
      guard let mark = file.firstIndex(of: 0x3F) else {
        pending.append(file)
        continue
      }
      add(pending, [])
      add([Array(file[..<mark])], Array(file[mark...]))
      pending = []
    }
    add(pending, [])
    return routes
  }

  private mutating func handlePath(
    _ directive: CaddyDirective, _ definitions: Definitions
  ) throws(MalformedRule) -> CaddyRoute {
    guard directive.arguments.count == 1, let path = directive.arguments.first?.text, path.first == 0x2F
    else {
      throw MalformedRule("handle_path needs a path that begins with /")
    }
    let rule = rule(directive, isRule: false)
    dependsOnVersion = true
    let stripped =
      path.hasSuffix("/*") ? Array(path.dropLast(2)) : path.hasSuffix("*") ? Array(path.dropLast()) : path
    let inner = program(directive.block ?? [], definitions, isSorted: true)
    return CaddyRoute(
      matchers: CaddyMatcherSet(path: path),
      handlers: (stripped.isEmpty ? [] : [.change(.stripPrefix(CaddyText(stripped)), rule)]) + [
        .routes(inner)
      ],
      rule: rule)
  }
}
