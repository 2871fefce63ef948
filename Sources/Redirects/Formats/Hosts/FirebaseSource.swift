internal import AutoTagBytes

/// `firebase.json`: `hosting.redirects` (firebase.google.com/docs/hosting/full-config). They come before all files. A
/// destination with a `:` at a segment's beginning takes what `:name` of the source captures; any other leaves the
/// source a glob.
///
/// The request's query is added behind everything, with `&` where the destination has a query, even behind a `#`
/// (superstatic's src/middleware/redirects.js, which Firebase's own emulator runs, and its tests). `cleanUrls` and
/// `trailingSlash` keep it and touch no request that a redirect answers; they and `rewrites` are not read.
package struct FirebaseSource: RedirectSource {
  package init() {}

  private static let mostOptional = 3

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.firebase, file: name, prefix: prefix)
    guard let root = reader.json(ByteText.withoutComments(file)), let hosting = root["hosting"] else {
      return reader.finish([])
    }
    let sites = (hosting.array ?? [hosting]).filter { $0["redirects"] != nil }
    if let list = hosting.array, list.count > 1, let first = sites.first {
      reader.diagnose(
        .notUnderstood, first.line,
        "the redirects are not read: hosting has \(list.count) sites, and which one this is nobody says; put the "
          + "redirects of this one into a file of their own and name it under redirects.sources")
      reader.leaveOut(
        file, first.line, because: "hosting has several sites, and which one this is nobody says")
      return reader.finish([])
    }
    var rules: [ListedRule] = []
    for redirect in sites.first?["redirects"]?.array ?? [] {
      do throws(MalformedRule) {
        rules += try self.rules(redirect, &reader)
      } catch {
        reader.diagnose(.malformed, redirect.line, "Firebase refuses the redirect: \(error.message)")
      }
    }
    return reader.finish(rules, placeholders: .colon)
  }

  private func rules(_ node: JSONNode, _ reader: inout ListReader) throws(MalformedRule) -> [ListedRule] {
    let glob = node["glob"]?.string ?? node["source"]?.string
    let regex = node["regex"]?.string
    guard let destination = node["destination"]?.string else { throw MalformedRule("it has no destination") }
    guard (glob == nil) != (regex == nil), let source = glob ?? regex else {
      throw MalformedRule("it has a source or a regex, and not both")
    }
    let status = node["type"]?.int ?? 301
    guard (300...399).contains(status) else { throw MalformedRule("the type \(status) is no redirect") }
    let target = Array(destination.utf8)
    let takesCaptures = target.indices.contains {
      target[$0] == UInt8(ascii: ":") && ($0 == 0 || target[$0 - 1] == 0x2F)
    }
    let text = "\(source) → \(destination)"
    guard let anyPath = PathPattern.pattern(PathPattern.escaped(reader.prefix) + [UInt8]("/.*"), false) else {
      return []
    }
    func listed(_ pattern: Pattern, _ unknown: String? = nil) -> ListedRule {
      var listed = ListedRule(
        rule: reader.note(node.line, text, unknown: unknown), pattern: pattern,
        action: .redirect(status: status))
      listed.target = target
      listed.query = .appendedAtEnd
      return listed
    }
    if regex != nil {
      let source = Array(source.utf8)
      let prefix = PathPattern.escaped(reader.prefix)
      let own = source.first == UInt8(ascii: "^") ? Array(source.dropFirst()) : source
      guard let whole = PathPattern.pattern(prefix + [UInt8]("(?:") + own + [UInt8](")"), false),
        let part = try? Pattern(
          reader.prefix.isEmpty ? source : prefix + [UInt8](".*(?:") + own + [UInt8](")"))
      else { throw MalformedRule("the regex \(source.text) cannot be read") }
      var certain = listed(whole)
      if takesCaptures {
        certain.groups = (1...9).map(String.init)
        for (name, group) in whole.groupNames where group <= 9 { certain.groups[group - 1] = name }
      }
      if let name = whole.groupNames.map(\.name).first(where: { target.text.contains(":\($0)") }),
        !takesCaptures
      {
        return [
          listed(
            part, "if :\(name) in the destination's query takes what the regex captures is not documented")
        ]
      }
      // The emulator searches, and the documentation's examples look as if all of the path were compared.
      let reason = "if a regex without ^ and $ may match a part of the path is not documented"
      return [certain, certain.doubtful(part, reason)]
    }
    let path = Self.spelled(source)
    guard takesCaptures else {
      let isNegated = path.first == UInt8(ascii: "!")
      guard let expression = Glob(path).expression,
        let pattern = PathPattern.pattern(PathPattern.escaped(reader.prefix) + expression, false)
      else { return [listed(anyPath, "the glob \(source) is not understood")] }
      if isNegated, !reader.prefix.isEmpty {
        return [listed(anyPath, "a glob for all other paths, below a path of the site")]
      }
      // The emulator takes a source for a glob, with its colons, where the destination has no `/:name`.
      let template = PathTemplate(path)
      guard Self.starsFollowNames(path), template.problem == nil, !template.groupNames.isEmpty,
        let named = template.pattern(prefix: reader.prefix)
      else { return [listed(pattern)] }
      return [
        listed(
          named,
          "if a source with :names answers where no segment of the destination takes one is not documented")
      ]
    }
    guard let captures = captures(path, target, reader) else {
      return [
        listed(anyPath, "what Firebase makes of the source \(source) with this destination is not known")
      ]
    }
    let rule = listed(anyPath)
    return captures.map { capture in
      var listed = rule
      listed.pattern = capture.pattern
      listed.groups = capture.names
      listed.target = capture.target
      guard capture.isDoubtful else { return listed }
      return listed.doubtful(
        capture.pattern,
        "a capture of several segments goes into one, of which the documentation and the emulator say different things"
      )
    }
  }

  /// Returns a source with one slash in front, as Firebase compares it.
  private static func spelled(_ source: String) -> [UInt8] {
    let isNegated = source.hasPrefix("!") && !source.hasPrefix("!(")
    var path: [UInt8] = [0x2F]
    for byte in source.utf8.dropFirst(isNegated ? 1 : 0) {
      let byte = byte == UInt8(ascii: "\\") ? 0x2F : byte
      if byte != 0x2F || path.last != 0x2F { path.append(byte) }
    }
    return isNegated ? [UInt8(ascii: "!")] + path : path
  }

  /// One form of a source whose captures the destination takes.
  private struct Capture {
    let pattern: Pattern
    let names: [String]
    let target: [UInt8]
    let isDoubtful: Bool
  }

  /// Returns the forms of a source by path-to-regexp 1.9, in any letter case, with an optional slash at the end.
  /// - Returns: `nil` where it is not understood.
  private func captures(_ path: [UInt8], _ target: [UInt8], _ reader: ListReader) -> [Capture]? {
    // Globs mean other things there, and a `?` behind a name of the destination makes it optional.
    let template = PathTemplate(path)
    guard Self.starsFollowNames(path), Self.marksEndSegments(target), template.problem == nil,
      Self.names(in: target).allSatisfy(template.groupNames.contains),
      let variants = template.variants(most: Self.mostOptional)
    else { return nil }
    var captures: [Capture] = []
    for variant in variants {
      // Firebase passes the rule over where a name that the destination needs took no part.
      guard let filled = Self.filled(target, names: variant.groupNames) else { continue }
      // The documentation's own example is `/blog/:post*` to `/:post`, which the emulator refuses for two segments.
      let isDoubtful = variant.hasRepetition(of: filled.single)
      for form in isDoubtful ? [variant.withoutRepetition(of: filled.single), variant] : [variant] {
        guard
          let pattern = PathPattern.pattern(
            PathPattern.escaped(reader.prefix) + form.expression + [UInt8]("/?"), true)
        else { return nil }
        captures.append(
          Capture(
            pattern: pattern, names: variant.groupNames, target: filled.target,
            isDoubtful: isDoubtful && form.hasRepetition(of: filled.single)))
      }
    }
    return captures
  }

  private static func starsFollowNames(_ path: [UInt8]) -> Bool {
    path.indices.allSatisfy { index in
      switch path[index] {
      case UInt8(ascii: "*"), UInt8(ascii: "+"):
        index > 0 && (ASCII.isWordCharacter(path[index - 1]) || path[index - 1] == UInt8(ascii: ")"))
      case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"),
        UInt8(ascii: "!"), UInt8(ascii: "@"):
        false
      default: true
      }
    }
  }

  private static func names(in target: [UInt8]) -> [String] {
    target.indices.compactMap { index in
      guard target[index] == UInt8(ascii: ":") else { return nil }
      let name = Array(target[(index + 1)...].prefix(while: ASCII.isWordCharacter)).text
      return name.isEmpty ? nil : name
    }
  }

  /// Returns true if each `?` of a destination is the modifier of a name.
  private static func marksEndSegments(_ target: [UInt8]) -> Bool {
    target.indices.allSatisfy { index in
      target[index] != UInt8(ascii: "?") || index + 1 == target.count || target[index + 1] == 0x2F
    }
  }

  /// Returns the destination of a variant: without modifiers, and without the names that took no part.
  /// - Returns: with the names that take one segment; `nil` where a name is needed that took no part.
  private static func filled(
    _ target: [UInt8], names: [String]
  ) -> (target: [UInt8], single: Set<String>)? {
    var result: [UInt8] = []
    var single: Set<String> = []
    var rest = target[...]
    while let byte = rest.popFirst() {
      let name = Array(rest.prefix(while: ASCII.isWordCharacter))
      guard byte == UInt8(ascii: ":"), !name.isEmpty else {
        result.append(byte)
        continue
      }
      rest = rest.dropFirst(name.count)
      var modifier: UInt8?
      if let next = rest.first, "*+?".utf8.contains(next) { modifier = rest.removeFirst() }
      if modifier != UInt8(ascii: "*"), modifier != UInt8(ascii: "+") { single.insert(name.text) }
      if names.contains(name.text) {
        result += [byte] + name
      } else if result.last == 0x2F, modifier == UInt8(ascii: "?") || modifier == UInt8(ascii: "*") {
        result.removeLast()
      } else {
        return nil
      }
    }
    return (result, single)
  }
}
