internal import AutoTagBytes

/// nginx configurations, whole or in part: `server`, `location`, `rewrite`, `return`, `if`, `set`, `map`,
/// `try_files`.
package struct NginxSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    read(file, named: name, prefix: prefix, including: .none)
  }

  package func read(
    _ file: [UInt8], named name: String, prefix: String, including files: IncludedFiles
  ) -> LoadedSource {
    var reader = NginxReader(file, file: name, including: files)
    let directives = reader.read()
    var builder = Builder(file: name, diagnostics: reader.diagnostics)
    builder.take(directives)
    return builder.finish()
  }

  private struct Builder {
    let file: String
    var rules: [RedirectRule] = []
    var diagnostics: [RedirectDiagnostic]
    private var servers: [NginxServerBlock] = []
    private var maps: [String: NginxMap] = [:]
    /// The variables that a `set` or a group of a regular expression makes.
    private var declared: Set<String> = []
    /// Directives outside of any server: the file is a part of one.
    private var loose: [NginxDirective] = []
    /// The `error_page`s around the servers.
    private var errorPages: [NginxErrorPage] = []
    /// The names of the server that is read.
    private var serverNames: [String] = []
    private var unread: [UnreadRules] = []
    /// False for a whole configuration without a server: what it includes on that level is other sites', or sets up nginx.
    private var isPartOfServer = true

    init(file: String, diagnostics: [RedirectDiagnostic]) {
      self.file = file
      self.diagnostics = diagnostics
    }

    mutating func take(_ directives: [NginxDirective]) {
      let isAroundServers = directives.contains { $0.name == "server" && $0.block != nil }
      if isAroundServers { errorPages += readErrorPages(directives) }
      for directive in directives {
        switch directive.name {
        case "error_page" where isAroundServers: break
        case "http":
          isPartOfServer = false
          take(directive.block ?? [])
        case "server" where directive.block != nil:
          let isWhole = isPartOfServer
          isPartOfServer = true
          servers.append(server(directive))
          isPartOfServer = isWhole
        case "map", "geo", "split_clients":
          if directive.block != nil { takeMap(directive) } else { loose.append(directive) }
        case "stream", "mail", "events", "upstream": break
        default: loose.append(directive)
        }
      }
    }

    private mutating func takeMap(_ directive: NginxDirective) {
      do throws(MalformedRule) {
        let map = try NginxMap(directive, rule: rule(directive, isRule: false))
        guard let variable = directive.words.last, variable.first == UInt8(ascii: "$") else {
          throw MalformedRule("the last argument of \(directive.name) is a variable")
        }
        maps[Array(variable.dropFirst()).text] = map
        if let unknown = map.unknown { diagnose(.notUnderstood, directive, unknown) }
      } catch {
        malformed(directive, error)
      }
    }

    private mutating func server(_ directive: NginxDirective) -> NginxServerBlock {
      var block = NginxServerBlock(content: NginxLocation(.server, rule: rule(directive, isRule: false)))
      block.content.errorPages = errorPages
      for inner in directive.block ?? [] {
        switch inner.name {
        case "listen": block.listen(inner.arguments)
        case "server_name":
          block.names += inner.arguments.map { ASCII.lowercased($0).text }
          if let name = block.names.first(where: { !$0.hasPrefix("~") && $0.contains(",") }) {
            diagnose(
              .suspicious, inner,
              "the comma is a part of the name \(name), which no browser asks for: put spaces alone between names"
            )
          }
        case "absolute_redirect": block.keepsRelative = inner.arguments.first?.text == "off"
        case "merge_slashes" where inner.arguments.first?.text == "off":
          diagnose(
            .notUnderstood, inner,
            "merge_slashes off is not understood: addresses with // may go elsewhere")
        default: break
        }
      }
      serverNames = block.names
      block.content = content(block.content, directive.block ?? [])
      return block
    }

    /// "inherited … if and only if there are no error_page directives defined on the current level"
    private mutating func readErrorPages(_ directives: [NginxDirective]) -> [NginxErrorPage] {
      var pages: [NginxErrorPage] = []
      for directive in directives where directive.name == "error_page" {
        do throws(MalformedRule) {
          pages.append(try NginxErrorPage(directive, rule: rule(directive)))
        } catch {
          malformed(directive, error)
        }
      }
      return pages
    }

    private mutating func readReferers(_ directives: [NginxDirective]) -> NginxInstruction? {
      let found = directives.filter { $0.name == "valid_referers" }
      guard let last = found.last else { return nil }
      do throws(MalformedRule) {
        return .referers(try NginxReferers(found.flatMap(\.arguments), serverNames: serverNames))
      } catch {
        malformed(last, error)
        return nil
      }
    }

    /// Fills a location, or the server, from its directives.
    /// - Parameter start: it has what it takes over from what it stands in.
    private mutating func content(_ start: NginxLocation, _ directives: [NginxDirective]) -> NginxLocation {
      var location = start
      var inner: [NginxLocation] = []
      if case .server = location.kind {
        location.instructions = instructions(directives, isInLocation: false)
      } else {
        location.instructions = instructions(directives, isInLocation: true)
      }
      if let referers = readReferers(directives) { location.instructions.insert(referers, at: 0) }
      let pages = readErrorPages(directives)
      if !pages.isEmpty { location.errorPages = pages }
      if let recursive = directives.last(where: { $0.name == "recursive_error_pages" }) {
        location.hasRecursiveErrors = recursive.arguments.first?.text == "on"
      }
      for directive in directives {
        do throws(MalformedRule) {
          switch directive.name {
          case "location" where directive.block != nil:
            inner.append(try self.location(directive, in: location))
          case "try_files":
            location.tryFiles = try directive.arguments.map { text throws(MalformedRule) in
              try NginxText(text)
            }
          case "root", "alias":
            if case .server = location.kind { break }
            location.hasOwnRoot = true
          default: break
          }
        } catch {
          malformed(directive, error)
        }
      }
      location.setLocations(inner)
      return location
    }

    private mutating func location(
      _ directive: NginxDirective, in outer: NginxLocation
    ) throws(MalformedRule) -> NginxLocation {
      let words = directive.words
      let kind: NginxLocation.Kind
      switch (words.count, words.count > 1 ? words[1].text : "") {
      case (3, "="): kind = .exact(words[2])
      case (3, "^~"): kind = .prefix(words[2], stopsSearch: true)
      case (3, "~"): kind = .pattern(try NginxPattern(words[2], ignoresCase: false))
      case (3, "~*"): kind = .pattern(try NginxPattern(words[2], ignoresCase: true))
      case (2, let word): kind = try Self.shortKind(words[1], word)
      default: throw MalformedRule("location needs a path")
      }
      var location = NginxLocation(kind, rule: rule(directive, isRule: false))
      location.errorPages = outer.errorPages
      location.hasRecursiveErrors = outer.hasRecursiveErrors
      location.hasOwnRoot = outer.hasOwnRoot
      return content(location, directive.block ?? [])
    }

    /// The modifier may stand right at the path: `location =/x`.
    private static func shortKind(_ path: [UInt8], _ text: String) throws(MalformedRule) -> NginxLocation.Kind
    {
      if text.hasPrefix("@") { return .named(text) }
      if text.hasPrefix("=") { return .exact(Array(path.dropFirst())) }
      if text.hasPrefix("^~") { return .prefix(Array(path.dropFirst(2)), stopsSearch: true) }
      if text.hasPrefix("~*") {
        return .pattern(try NginxPattern(Array(path.dropFirst(2)), ignoresCase: true))
      }
      if text.hasPrefix("~") {
        return .pattern(try NginxPattern(Array(path.dropFirst()), ignoresCase: false))
      }
      return .prefix(path, stopsSearch: false)
    }

    private mutating func instructions(
      _ directives: [NginxDirective], isInLocation: Bool
    ) -> [NginxInstruction] {
      var instructions: [NginxInstruction] = []
      for directive in directives {
        do throws(MalformedRule) {
          switch directive.name {
          case "rewrite":
            instructions.append(.rewrite(try NginxRewrite(directive, rule: rule(directive))))
          case "return": instructions.append(try answer(directive))
          case "set":
            guard directive.words.count == 3, directive.words[1].first == UInt8(ascii: "$") else {
              throw MalformedRule("set needs a variable and a value")
            }
            let name = Array(directive.words[1].dropFirst()).text
            declared.insert(name)
            instructions.append(
              .set(name, try NginxText(directive.words[2]), rule(directive, isRule: false)))
          case "include": unread.append(otherFile(directive))
          case "break": instructions.append(.stop)
          case "if":
            let condition = try NginxCondition(directive.arguments)
            instructions.append(
              .condition(
                condition, self.instructions(directive.block ?? [], isInLocation: isInLocation),
                rule(directive, isRule: false)))
          case let name where name.hasSuffix("_pass") || name == "js_content":
            // In the block of an `if` it counts only when the condition is true.
            instructions.append(.handOver(rule(directive, isRule: false)))
          case let name where name.contains("_by_lua"):
            if let instruction = program(directive, isInLocation: isInLocation) {
              instructions.append(instruction)
            }
          default: break
          }
        } catch {
          malformed(directive, error)
        }
      }
      return instructions
    }

    /// Returns the rules of a file that is included and not read.
    private func otherFile(_ directive: NginxDirective) -> UnreadRules {
      UnreadRules(
        .nginx, file: directive.file, line: directive.line, text: directive.text, below: [],
        reach: RedirectRule.Reach(isOpen: isPartOfServer), because: "what it includes is not read")
    }

    /// Returns the instruction that a program of OpenResty is; `nil` for one that redirects nobody.
    private mutating func program(_ directive: NginxDirective, isInLocation: Bool) -> NginxInstruction? {
      let isContent = directive.name.hasPrefix("content_by_lua")
      guard
        isContent
          || ["server_rewrite_by_lua", "rewrite_by_lua", "access_by_lua", "header_filter_by_lua"]
            .contains(where: directive.name.hasPrefix)
      else { return nil }
      var reach = RedirectRule.Reach()
      if directive.name.hasSuffix("_file") {
        // What guards a whole server is in a file, as a rule, and what redirects one address too.
        reach.isOpen = isInLocation
      } else {
        let text = directive.words.last ?? []
        guard LuaText.mayRedirect(text) else {
          return isContent ? .handOver(rule(directive, isRule: false)) : nil
        }
        reach = LuaText.reach(of: text)
      }
      let rule = RedirectRule(
        .nginx, file: directive.file, line: directive.line, text: directive.text, reach: reach)
      rules.append(rule)
      if !isContent || reach.isOpen || !reach.hosts.isEmpty {
        diagnose(.notUnderstood, directive, "\(directive.name) is not understood: its program may redirect")
      }
      return isContent ? .handOver(rule) : .mayHandOver(rule)
    }

    private mutating func answer(_ directive: NginxDirective) throws(MalformedRule) -> NginxInstruction {
      let words = directive.words
      switch words.count {
      case 2 where words[1].allSatisfy(ASCII.isDigit):
        return .answer(status: Int(words[1].text) ?? 0, nil, rule(directive))
      case 2:
        guard words[1].hasPrefix("http://") || words[1].hasPrefix("https://") || words[1].hasPrefix("$scheme")
        else { throw MalformedRule("return needs a status, or an address with http:// or https://") }
        return .answer(status: 302, try NginxText(words[1]), rule(directive))
      case 3:
        guard let status = Int(words[1].text), (0...999).contains(status) else {
          throw MalformedRule("return needs a status")
        }
        return .answer(status: status, try NginxText(words[2]), rule(directive))
      default: throw MalformedRule("return needs a status and an address")
      }
    }

    private mutating func rule(_ directive: NginxDirective, isRule: Bool = true) -> RedirectRule {
      let rule = RedirectRule(.nginx, file: directive.file, line: directive.line, text: directive.text)
      if isRule { rules.append(rule) }
      return rule
    }

    private mutating func diagnose(
      _ kind: RedirectDiagnostic.Kind, _ directive: NginxDirective, _ message: String
    ) {
      diagnostics.append(RedirectDiagnostic(kind, file: directive.file, line: directive.line, message))
    }

    private mutating func malformed(_ directive: NginxDirective, _ error: MalformedRule) {
      diagnose(.malformed, directive, "\(error.message); nginx does not start until that is corrected")
    }

    mutating func finish() -> LoadedSource {
      if servers.isEmpty {
        let directive = NginxDirective(file: file, line: 1, words: [[UInt8]("server")], block: loose)
        servers.append(server(directive))
      } else if let stray = loose.first(where: { ["location", "rewrite", "return"].contains($0.name) }) {
        diagnose(
          .malformed, stray, "\(stray.name) stands outside of any server block and is passed over")
      }
      return LoadedSource(
        .nginx, file: file, rules: rules, diagnostics: diagnostics, origins: servers.flatMap(\.origins),
        unread: unread,
        program: .server(NginxServer(servers: servers, maps: maps, declared: declared)))
    }
  }
}
