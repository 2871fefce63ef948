internal import AutoTagBytes
internal import AutoTagYAML

/// The routes of the static sites in a blueprint of Render, `render.yaml` (render.com/docs/blueprint-spec,
/// render.com/docs/redirects-rewrites): the first rule that matches answers, where the site has no file at the path.
///
/// A rule's treatment of the request's query is not documented, nor are a slash at the end of a path and its letter case.
/// Rules that were made on Render's dashboard go on beside those of the blueprint; no file tells them.
package struct RenderSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.render, file: name, prefix: prefix)
    let document: YAMLValue?
    do throws(YAMLFault) {
      document = try YAMLDocument.read(file, .full)
    } catch {
      // libyaml counts more characters as the ends of lines.
      let lines = file.count { $0 == 0x0A } + 1
      reader.unreadable(file, min(error.line ?? 1, lines), "the file is no YAML: \(error.message)")
      return reader.finish([])
    }
    let services = document.map(Self.services) ?? []
    let sites = services.filter { $0["routes"] != nil }
    for service in services where service["<<"] != nil {
      reader.diagnose(
        .notUnderstood, Self.line(of: service, in: file),
        "merge keys are not followed: write the service's routes out")
    }
    var rules: [ListedRule] = []
    for site in sites {
      let name = site["name"]?.string ?? "in line \(site.position.line)"
      guard let routes = site["routes"]?.list else {
        reader.diagnose(
          .malformed, Self.line(of: site, in: file), "the routes of the service \(name) are no list")
        continue
      }
      // Of several sites only its owner knows which one this is.
      let condition =
        sites.count == 1
        ? [] : [ListedCondition.open("that the site is the service \(name)", isNegated: false)]
      for route in routes {
        let line = Self.line(of: route, in: file)
        do throws(MalformedRule) {
          for var rule in try self.rules(route, line, &reader) {
            rule.conditions = condition
            rules.append(rule)
          }
        } catch {
          reader.diagnose(.malformed, line, "Render refuses the route: \(error.message)")
        }
      }
    }
    return reader.finish(rules, placeholders: .colonBeginning)
  }

  /// The services of a blueprint, those of its projects' environments too.
  private static func services(_ root: YAMLValue) -> [YAMLValue] {
    let projects = root["projects"]?.list ?? []
    let environments = projects.flatMap { $0["environments"]?.list ?? [] }
    return ([root] + environments).flatMap { $0["services"]?.list ?? [] }
  }

  private static func line(of value: YAMLValue, in file: [UInt8]) -> Int {
    min(value.position.line, file.count { $0 == 0x0A } + 1)
  }

  private func rules(
    _ route: YAMLValue, _ line: Int, _ reader: inout ListReader
  ) throws(MalformedRule) -> [ListedRule] {
    guard let source = route["source"]?.string, let destination = route["destination"]?.string else {
      throw MalformedRule("it has no source or no destination")
    }
    let action: ListedRule.Action
    switch route["type"]?.string {
    case "redirect": action = .redirect(status: 301)
    case "rewrite": action = .rewrite
    case let type?: throw MalformedRule("its type \(type) is neither redirect nor rewrite")
    case nil: throw MalformedRule("it has no type")
    }
    guard source.hasPrefix("/") else {
      throw MalformedRule("the source \(source) is no path: it begins with no /")
    }
    let form = Form(source, reader)
    guard let pattern = PathPattern.pattern(form.expression, false) else {
      throw MalformedRule("its source cannot be read")
    }
    let rule = reader.note(line, "\(source) → \(destination)", unknown: form.unknown)
    var listed = ListedRule(rule: rule, pattern: pattern, groups: form.names, action: action)
    listed.target = form.target(destination)
    listed.isForced = false
    listed.query = .unknown("Render does not document what becomes of a query")
    guard form.unknown == nil, let other = PathPattern.pattern(form.looseExpression, true) else {
      return [listed]
    }
    return [
      listed,
      listed.doubtful(other, "if another letter case or a slash at the end matters is not documented"),
    ]
  }

  /// A source: a path with `*` at its end and `:name` for a segment.
  private struct Form {
    private(set) var expression: [UInt8]
    /// The names of the groups, as the target has them behind a `:`.
    private(set) var names: [String] = []
    private(set) var unknown: String?

    /// The expression for paths that may be the same to Render.
    var looseExpression: [UInt8] {
      guard names.last != Self.star else { return expression }
      return (expression.last == 0x2F ? expression.dropLast() : expression) + [UInt8]("/?")
    }

    private static let star = "<*>"

    init(_ source: String, _ reader: ListReader) {
      expression = PathPattern.escaped(reader.prefix)
      var rest = Array(source.utf8)[...]
      while !rest.isEmpty {
        let text = rest.prefix { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: ":") }
        expression += PathPattern.escaped(RuleListServer.spelled(Array(text), .sent))
        rest = rest[text.endIndex...]
        guard let byte = rest.popFirst() else { break }
        let name = byte == UInt8(ascii: ":") ? rest.prefix(while: ASCII.isWordCharacter) : []
        if byte == UInt8(ascii: "*") {
          if !rest.isEmpty { unknown = "a * that is not at the end of a source is not documented" }
          expression += [UInt8]("(.*)")
          names.append(Self.star)
        } else if !name.isEmpty {
          rest = rest.dropFirst(name.count)
          expression += [UInt8]("([^/]+)")
          names.append("<\(Array(name).text)>")
        } else {
          expression += PathPattern.escaped([byte])
        }
      }
    }

    /// Returns a destination with its `*` and `:name` as the server finds what it replaces.
    func target(_ destination: String) -> [UInt8] {
      var target: [UInt8] = []
      var rest = Array(destination.utf8)[...]
      while let byte = rest.popFirst() {
        let name = byte == UInt8(ascii: ":") ? rest.prefix(while: ASCII.isWordCharacter) : []
        if byte == UInt8(ascii: "*"), names.contains(Self.star) {
          target += ":\(Self.star)".utf8
        } else if !name.isEmpty, names.contains("<\(Array(name).text)>") {
          rest = rest.dropFirst(name.count)
          target += ":<\(Array(name).text)>".utf8
        } else {
          target.append(byte)
        }
      }
      return target
    }
  }
}
