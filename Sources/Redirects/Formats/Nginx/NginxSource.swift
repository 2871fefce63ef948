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

    init(file: String, diagnostics: [RedirectDiagnostic]) {
      self.file = file
      self.diagnostics = diagnostics
    }

    mutating func take(_ directives: [NginxDirective]) {
      for directive in directives {
        switch directive.name {
        case "http": take(directive.block ?? [])
        case "server" where directive.block != nil: servers.append(server(directive))
        case "map" where directive.block != nil: takeMap(directive)
        case "stream", "mail", "events", "upstream": break
        case "include": break
        default: loose.append(directive)
        }
      }
    }

    private mutating func takeMap(_ directive: NginxDirective) {
      do throws(MalformedRule) {
        let map = try NginxMap(directive)
        guard directive.words[2].first == UInt8(ascii: "$") else {
          throw MalformedRule("the second argument of map is a variable")
        }
        maps[Array(directive.words[2].dropFirst()).text] = map
        if let unknown = map.unknown { diagnose(.notUnderstood, directive, unknown) }
      } catch {
        malformed(directive, error)
      }
    }

    private mutating func server(_ directive: NginxDirective) -> NginxServerBlock {
      var block = NginxServerBlock(content: NginxLocation(.server, rule: rule(directive, isRule: false)))
      for inner in directive.block ?? [] {
        switch inner.name {
        case "listen": block.listen(inner.arguments)
        case "server_name": block.names += inner.arguments.map { ASCII.lowercased($0).text }
        case "absolute_redirect": block.keepsRelative = inner.arguments.first?.text == "off"
        case "merge_slashes" where inner.arguments.first?.text == "off":
          diagnose(
            .notUnderstood, inner,
            "merge_slashes off is not understood: addresses with // may go elsewhere")
        default: break
        }
      }
      block.content = content(block.content, directive.block ?? [])
      return block
    }

    /// Fills a location, or the server, from its directives.
    private mutating func content(_ start: NginxLocation, _ directives: [NginxDirective]) -> NginxLocation {
      var location = start
      var inner: [NginxLocation] = []
      location.instructions = instructions(directives)
      for directive in directives {
        do throws(MalformedRule) {
          switch directive.name {
          case "location" where directive.block != nil: inner.append(try self.location(directive))
          case "try_files":
            location.tryFiles = try directive.arguments.map { text throws(MalformedRule) in
              try NginxText(text)
            }
          case "error_page":
            if directive.arguments.contains(where: { $0.hasPrefix("http") || $0.first == UInt8(ascii: "@") })
            {
              diagnose(
                .notUnderstood, directive,
                "error_page with an address is not understood: a link to a missing page may lead there")
            }
          default: break
          }
        } catch {
          malformed(directive, error)
        }
      }
      location.setLocations(inner)
      return location
    }

    private mutating func location(_ directive: NginxDirective) throws(MalformedRule) -> NginxLocation {
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
      return content(NginxLocation(kind, rule: rule(directive, isRule: false)), directive.block ?? [])
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

    private mutating func instructions(_ directives: [NginxDirective]) -> [NginxInstruction] {
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
              .set(name, try NginxText(directive.words[2])))
          case "break": instructions.append(.stop)
          case "if":
            let condition = try NginxCondition(directive.arguments)
            instructions.append(
              .condition(
                condition, self.instructions(directive.block ?? []), rule(directive, isRule: false)))
          case let name
          where name.hasSuffix("_pass") || name.hasSuffix("_by_lua_block") || name == "js_content":
            // In the block of an `if` it counts only when the condition is true.
            instructions.append(.handOver(rule(directive, isRule: false)))
          default: break
          }
        } catch {
          malformed(directive, error)
        }
      }
      return instructions
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
        .nginx, file: file, rules: rules, diagnostics: diagnostics, origins: servers.compactMap(\.origin),
        program: .server(NginxServer(servers: servers, maps: maps, declared: declared)))
    }
  }
}
