internal import AutoTagBytes

extension CaddyEvaluator {
  mutating func matches(_ set: CaddyMatcherSet) -> Known<Bool> {
    var doubt: String?
    for matcher in set.matchers {
      switch matches(matcher) {
      case .known(false): return .known(false)
      case .known(true): continue
      case .unknown(let reason): doubt = doubt ?? reason
      }
    }
    return doubt.map { .unknown($0) } ?? .known(true)
  }

  mutating func matches(_ matcher: CaddyMatcher) -> Known<Bool> {
    switch matcher {
    case .paths(let paths): return any(paths) { run, path in run.matches(path) }
    case .pathPattern(let name, let pattern): return matches(name, pattern)
    case .hosts(let hosts):
      guard let own = request.original.host, !SiteOrigin.isStandIn(own) else {
        return .unknown("the host decides, and the site's address is not known: set base-url")
      }
      return any(hosts) { run, host in
        run.expand(host).map { CaddyAddress.matches($0.text.lowercased(), own) }
      }
    case .query(let wanted): return matches(query: wanted)
    case .methods(let methods): return .known(methods.contains("GET"))
    case .files(let files, let root): return find(files, root)
    case .scheme(let scheme):
      guard request.original.host != nil else {
        return .unknown("http or https decides, and the site's address is not known: set base-url")
      }
      return .known(request.original.scheme == scheme)
    case .vars(let variable, let wanted):
      let own: Known<[UInt8]>
      switch variable {
      case .named(let name): own = variables[name] ?? .known([UInt8]("<nil>"))
      case .placeholder(let text): own = expand(text)
      }
      switch own {
      case .unknown(let reason): return .unknown(reason)
      case .known(let own): return any(wanted) { run, text in run.expand(text).map { $0 == own } }
      }
    case .compare(let text, let comparison, let other):
      guard let part = text.parts.first else { return .unknown("its expression is not understood") }
      switch value(of: part) {
      case .unknown(let reason): return .unknown(reason)
      case .known(nil): return .unknown("it compares with what has no value")
      case .known(let value?): return .known(Self.compare(value, comparison, other))
      }
    case .not(let sets):
      return any(sets) { run, set in run.matches(set) }.map { !$0 }
    case .unknown(let reason), .open(let reason): return .unknown(reason)
    }
  }

  /// Returns true if one of several alternatives is.
  mutating func any<Element>(
    _ elements: [Element], _ isTrue: (inout Self, Element) -> Known<Bool>
  ) -> Known<Bool> {
    var doubt: String?
    for element in elements {
      switch isTrue(&self, element) {
      case .known(true): return .known(true)
      case .known(false): continue
      case .unknown(let reason): doubt = doubt ?? reason
      }
    }
    return doubt.map { .unknown($0) } ?? .known(false)
  }

  static func compare(_ value: [UInt8], _ comparison: CaddyComparison, _ other: [UInt8]) -> Bool {
    switch comparison {
    case .equal: value == other
    case .notEqual: value != other
    case .startsWith: value.starts(with: other)
    case .notStartsWith: !value.starts(with: other)
    case .endsWith: value.reversed().starts(with: other.reversed())
    case .notEndsWith: !value.reversed().starts(with: other.reversed())
    case .contains: ByteSearch.contains(other, in: value)
    case .notContains: !ByteSearch.contains(other, in: value)
    }
  }

  mutating func matches(_ path: CaddyPath) -> Known<Bool> {
    if case .dynamic(let text) = path.kind {
      switch expand(text) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): return matches(CaddyPath(expanded, isExpanded: true))
      }
    }
    if case .encoded = path.kind {
      let own = GoURL.cleaned(request.escapedPath, mergesSlashes: path.mergesSlashes)
      return .known(CaddyRewrite.matchesEncoded(own, path.text))
    }
    var own = request.path
    own = own.contains { $0 >= 0x80 } ? Array(own.text.lowercased().utf8) : ASCII.lowercased(own)
    // Windows takes no notice of them at a file name's end; later versions do so on Windows only.
    if version == .old { while own.last == UInt8(ascii: ".") || own.last == 0x20 { own.removeLast() } }
    own = GoURL.cleaned(own, mergesSlashes: path.mergesSlashes)
    switch path.kind {
    case .all: return .known(true)
    case .exact: return .known(own == path.text)
    case .prefix: return .known(own.starts(with: path.literal))
    case .suffix: return .known(own.reversed().starts(with: path.literal.reversed()))
    case .contains: return .known(path.literal.isEmpty || ByteSearch.contains(Array(path.literal), in: own))
    case .glob(let pattern):
      switch pattern.match(own) {
      case .noMatch: return .known(false)
      case .match: return .known(true)
      case .gaveUp: return .unknown("its pattern needs too many steps")
      }
    case .none: return .known(false)
    case .encoded, .dynamic, .unknown: return .unknown("the path \(path.text.text) is not understood")
    }
  }

  mutating func matches(_ name: String, _ pattern: Pattern) -> Known<Bool> {
    let subject = GoURL.cleaned(request.path)
    guard work.add(subject.count) else { return .unknown(RequestWork.tooMuch) }
    switch pattern.match(subject) {
    case .noMatch: return .known(false)
    case .gaveUp: return .unknown("its pattern needs too many steps")
    case .match(let ranges):
      let found = Pattern.groups(ranges, in: subject)
      for (index, group) in found.enumerated() {
        set(group ?? [], ofGroup: String(index), name)
      }
      for (group, number) in pattern.groupNames where number < found.count {
        set(found[number] ?? [], ofGroup: group, name)
      }
      return .known(true)
    }
  }

  mutating func set(_ value: [UInt8], ofGroup group: String, _ name: String) {
    if !name.isEmpty { values["http.regexp.\(name).\(group)"] = value }
    if name.isEmpty || version == .new { values["http.regexp.\(group)"] = value }
  }

  /// Old versions want one of the parameters, and compare with the first of its values; later ones want all, with any.
  mutating func matches(
    query wanted: [(name: CaddyText, values: [CaddyText])]
  ) -> Known<Bool> {
    let own = GoURL.Query(request.query ?? [])
    if own.isMalformed { return .known(false) }
    if wanted.isEmpty { return .known(own.parameters.isEmpty) }
    visitor.noteLookAtQuery()
    var areAll = true
    for (name, alternatives) in wanted {
      let found: [[UInt8]]
      switch expand(name) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let name): found = own.values(of: name)
      }
      var isOne = false
      for alternative in alternatives where !found.isEmpty && !isOne {
        switch expand(alternative) {
        case .unknown(let reason): return .unknown(reason)
        case .known(let value):
          isOne =
            value == [UInt8(ascii: "*")] || (version == .old ? found[0] == value : found.contains(value))
        }
      }
      if isOne, version == .old { return .known(true) }
      areAll = areAll && isOne
    }
    return .known(version == .new && areAll)
  }

  mutating func find(_ names: [CaddyText], _ otherRoot: CaddyText?) -> Known<Bool> {
    switch (otherRoot, root) {
    case (nil, .several): return .unknown("it asks for a file, and the site has several roots")
    case (let folder?, .site(let known)) where folder.literal == known: break
    case (.some, _): return .unknown("it asks for a file that is not the site's")
    default: break
    }
    for name in names {
      if name.start.first == UInt8(ascii: "="), let status = Int(name.start.dropFirst().map { $0 }.text) {
        refusal = status
        return .known(false)
      }
      if name.literals.contains(where: { "*?[".utf8.contains($0) }) {
        return .unknown("it asks for files by a pattern")
      }
      let text: [UInt8]
      switch expand(name) {
      case .unknown(let reason): return .unknown(reason)
      case .known(let expanded): text = expanded
      }
      // A slash at the end of what is written makes it a folder.
      let isFolder =
        name.parts.last.map { if case .literal(let end) = $0 { end.last == 0x2F } else { false } } ?? false
      var path = GoURL.cleaned([0x2F] + text)
      while path.count > 1, path.last == 0x2F { path.removeLast() }
      guard files.kind(at: path) == (isFolder ? .folder : .file) else { continue }
      values["http.matchers.file.relative"] = path + (isFolder && path.count > 1 ? [0x2F] : [])
      values["http.matchers.file.type"] = isFolder ? [UInt8]("directory") : [UInt8]("file")
      return .known(true)
    }
    return .known(false)
  }
}
