internal import AutoTagBytes

/// `web.config` files of IIS: `httpRedirect` and the rules of URL Rewrite (learn.microsoft.com/en-us/iis).
package struct WebConfigSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    read(file, named: name, prefix: prefix, including: .none)
  }

  package func read(
    _ file: [UInt8], named name: String, prefix: String, including files: IncludedFiles
  ) -> LoadedSource {
    var reader = Reader(file: name, prefix: prefix, files: files)
    do throws(XMLElement.Failure) {
      reader.take(try XMLElement.read(file), of: file)
    } catch {
      reader.list.unreadable(file, error.line, "the file is no XML that IIS reads: \(error.message)")
    }
    return reader.finish()
  }

  private struct Reader {
    var list: ListReader
    private let files: IncludedFiles
    private let prefix: [String]
    private var sections: [IISSection] = []
    private var maps: [String: IISMap] = [:]

    init(file: String, prefix: String, files: IncludedFiles) {
      list = ListReader(.webConfig, file: file, prefix: prefix)
      self.files = files
      self.prefix = prefix.lowercased().split(separator: "/").map { String($0) }
    }

    /// - Parameter bytes: the file.
    mutating func take(_ root: XMLElement, of bytes: [UInt8]) {
      guard root.name == "configuration" else {
        list.unreadable(
          bytes, root.line, "the root of a web.config is <configuration>, and not <\(root.name)>")
        return
      }
      take(root.children("system.webServer"), path: prefix)
      for location in root.children("location") {
        let path = location.attributes["path"] ?? ""
        let names = path.lowercased().split(separator: "/").map { String($0) }.filter { $0 != "." }
        take(location.children("system.webServer"), path: prefix + names)
      }
    }

    private mutating func take(_ servers: [XMLElement], path: [String]) {
      var section = IISSection(path: path)
      for server in servers {
        for element in server.children("httpRedirect") { takeRedirect(element, into: &section) }
        for rewrite in server.children("rewrite") {
          // The maps first: rules may stand in front of them.
          for maps in rewrite.children("rewriteMaps") {
            for map in other(maps).children { takeMap(map) }
          }
          for rules in rewrite.children("rules") { takeRules(other(rules), into: &section) }
        }
      }
      guard !section.rules.isEmpty || section.redirect != nil else { return }
      section.buildIndex()
      sections.append(section)
    }

    /// Returns the content of another file where a section names one (`configSource`).
    private mutating func other(_ element: XMLElement) -> XMLElement {
      guard let name = element.attributes["configSource"] else { return element }
      switch files.find(name.replacing("\\", with: "/"), nil) {
      case .files(let found):
        guard let file = found.first else { break }
        do throws(XMLElement.Failure) {
          let root = try XMLElement.read(file.bytes)
          if root.name == element.name { return root }
          list.unreadable(
            file.bytes, element.line, "\(name) has <\(root.name)> and not <\(element.name)>")
        } catch {
          list.unreadable(
            file.bytes, element.line, "\(name) is no XML, line \(error.line): \(error.message)")
        }
        return element
      case .missing: break
      }
      list.diagnose(
        .notUnderstood, element.line,
        "\(name) is not found in the folder of this file: put it there, so that its rules are read")
      list.leaveOutOther(
        element.line, "configSource=\(name)", because: "\(name), which it names, is not found")
      return element
    }

    private func rule(_ element: XMLElement, _ text: String, unknown: String? = nil) -> RedirectRule {
      RedirectRule(.webConfig, file: list.file, line: element.line, text: text, unknown: unknown)
    }

    // MARK: httpRedirect

    private mutating func takeRedirect(_ element: XMLElement, into section: inout IISSection) {
      var redirect = IISRedirect(rule: list.note(element.line, element.text))
      redirect.isEnabled = element.isTrue("enabled")
      redirect.destination = element.attributes["destination"]
      redirect.isExact = element.isTrue("exactDestination")
      redirect.isForChildrenOnly = element.isTrue("childOnly")
      if let status = element.attributes["httpResponseStatus"] {
        redirect.status =
          ["permanent": 301, "found": 302, "temporary": 307, "permredirect": 308][status.lowercased()]
        if redirect.status == nil {
          list.diagnose(.malformed, element.line, "httpResponseStatus has no value \(status)")
        }
      }
      for child in element.children("add") {
        guard let wildcard = child.attributes["wildcard"],
          let pattern = try? IISRule.compiled(wildcard, "Wildcard", ignoresCase: true)
        else { continue }
        redirect.wildcards.append(
          (
            pattern,
            list.note(
              child.line, child.text, unknown: "the answers of wildcards in httpRedirect are not documented")
          ))
      }
      section.redirect = redirect
    }

    // MARK: rewrite

    private mutating func takeMap(_ element: XMLElement) {
      guard element.name == "rewriteMap", let name = element.attributes["name"] else { return }
      var map = IISMap()
      map.standard = element.attributes["defaultValue"] ?? ""
      for entry in element.children("add") {
        guard let key = entry.attributes["key"] else { continue }
        map.values[key] = entry.attributes["value"] ?? ""
        map.folded.insert(key.lowercased())
      }
      maps[name.lowercased()] = map
    }

    private mutating func takeRules(_ rules: XMLElement, into section: inout IISSection) {
      for element in rules.children {
        switch element.name {
        case "clear": section.rules = []
        case "rule" where element.isTrue("enabled") != false:
          do throws(MalformedRule) {
            section.rules.append(try read(element))
          } catch {
            list.diagnose(
              .malformed, element.line,
              "\(error.message); IIS answers every request with 500 until that is corrected")
          }
        default: break
        }
      }
    }

    private mutating func read(_ element: XMLElement) throws(MalformedRule) -> IISRule {
      guard let match = element.children("match").first, let url = match.attributes["url"] else {
        throw MalformedRule("a rule needs <match url=\"…\">")
      }
      guard let action = element.children("action").first else {
        throw MalformedRule("a rule needs an <action>")
      }
      let syntax = element.attributes["patternSyntax"] ?? "ECMAScript"
      let pattern = try IISRule.compiled(url, syntax, ignoresCase: match.isTrue("ignoreCase") != false)
      let text = "\(url) \(action.attributes["type"] ?? "") \(action.attributes["url"] ?? "")"
      let known = try Self.action(action)
      var rule = IISRule(
        rule: list.note(element.line, text), pattern: pattern, isNegated: match.isTrue("negate") == true,
        action: known, stops: element.isTrue("stopProcessing") == true)
      if let conditions = element.children("conditions").first {
        rule.needsAllConditions = conditions.attributes["logicalGrouping"]?.lowercased() != "matchany"
        rule.keepsAllGroups = conditions.isTrue("trackAllCaptures") == true
        for condition in conditions.children("add") {
          rule.conditions.append(try Self.condition(condition, syntax))
        }
      }
      for case .unknown(let reason) in rule.conditions.map(\.test) {
        list.diagnose(.notUnderstood, element.line, "the rule is not understood: \(reason)")
      }
      return rule
    }

    private static func action(_ element: XMLElement) throws(MalformedRule) -> IISRule.Action {
      let addsQuery = element.isTrue("appendQueryString") != false
      let type = element.attributes["type"] ?? "None"
      switch type.lowercased() {
      case "none": return .nothing
      case "rewrite": return .rewrite(try url(element), addsQuery: addsQuery)
      case "redirect":
        let name = element.attributes["redirectType"] ?? "Permanent"
        guard
          let status = ["permanent": 301, "found": 302, "seeother": 303, "temporary": 307][name.lowercased()]
        else {
          throw MalformedRule("redirectType is Permanent, Found, SeeOther or Temporary, and not \(name)")
        }
        return .redirect(try url(element), status: status, addsQuery: addsQuery)
      case "customresponse":
        return .refuse(status: element.attributes["statusCode"].flatMap { Int($0) } ?? 500)
      case "abortrequest": return .refuse(status: 0)
      default:
        throw MalformedRule(
          "an action is Redirect, Rewrite, CustomResponse, AbortRequest or None, and not \(type)")
      }
    }

    private static func url(_ element: XMLElement) throws(MalformedRule) -> IISText {
      guard let url = element.attributes["url"] else { throw MalformedRule("the action needs a url") }
      return IISText(url)
    }

    private static func condition(_ element: XMLElement, _ syntax: String) throws(MalformedRule)
      -> IISCondition
    {
      guard let input = element.attributes["input"] else { throw MalformedRule("a condition needs an input") }
      let ignoresCase = element.isTrue("ignoreCase") != false
      let test: IISCondition.Test
      switch element.attributes["matchType"]?.lowercased() ?? "pattern" {
      case "isfile": test = .isFile
      case "isdirectory": test = .isFolder
      case "pattern":
        guard let pattern = element.attributes["pattern"] else {
          throw MalformedRule("a condition needs a pattern, or matchType")
        }
        test =
          ignoresCase || !input.uppercased().contains("{HTTPS}")
          ? .pattern(try IISRule.compiled(pattern, syntax, ignoresCase: ignoresCase))
          : .unknown("whether {HTTPS} is ON or on is not documented, and its letter case counts")
      case let other: throw MalformedRule("matchType is Pattern, IsFile or IsDirectory, and not \(other)")
      }
      return IISCondition(
        input: IISText(input), test: test, pattern: element.attributes["pattern"] ?? "",
        text: [input, element.attributes["pattern"] ?? element.attributes["matchType"] ?? ""]
          .joined(separator: " "),
        isNegated: element.isTrue("negate") == true)
    }

    func finish() -> LoadedSource {
      LoadedSource(
        .webConfig, file: list.file, rules: list.rules, diagnostics: list.diagnostics, unread: list.unread,
        program: sections.isEmpty ? .none : .server(IISServer(sections: sections, maps: maps)))
    }
  }
}
