internal import AutoTagBytes

// Text with variables, and their values.

extension NginxRewriteEvaluator {
  /// Stands for the folder that addresses are mapped to; no path has that character.
  static let documentRoot: [UInt8] = [0x2F, 0x01]

  mutating func expand(
    _ text: NginxText, isRedirect: Bool = false, splitsQuery: Bool = false, depth: Int = 0
  ) -> Known<[UInt8]> {
    var result = ExpandedText()
    var mark: Int?
    if depth == 0 { openVariable = nil }
    queryIndex = nil
    var firstQuery: Int?
    for part in text.parts {
      switch part {
      case .literal(let literal):
        guard splitsQuery, mark == nil, let index = literal.firstIndex(of: 0x3F) else {
          result.append(literal)
          continue
        }
        result.append(literal[..<index])
        mark = result.count
        result.append(literal[(index + 1)...])
      case .group(let number):
        let group = number < groups.count ? groups[number] ?? [] : []
        result.append(escapesCaptures && (isRedirect || mark != nil) ? NginxPath.escaped(group) : group)
      case .variable(let name):
        let value = value(of: name, depth: depth)
        if let reason = value.unknown { return .unknown(reason) }
        openVariable = openVariable ?? value.openVariable
        if value.hasQuery { firstQuery = firstQuery ?? result.count }
        result.append(value.value)
      }
    }
    guard let bytes = result.bytes else { return .unknown(ExpandedText.tooLong) }
    guard work.add(bytes.count) else { return .unknown(RequestWork.tooMuch) }
    if depth == 0 { markIndex = mark }
    queryIndex = firstQuery
    return .known(bytes)
  }

  mutating func value(of name: String, depth: Int) -> Variable {
    if let value = variables[name] { return value }
    if let map = maps[name] { return mapped(map, name, depth) }
    func known(_ value: some Sequence<UInt8>) -> Variable { Variable(value: Array(value)) }
    switch name {
    case "uri", "document_uri": return known(path)
    case "args", "query_string":
      return Variable(value: query, openVariable: queryVariable, hasQuery: true)
    case "is_args": return Variable(value: query.isEmpty ? [] : [0x3F], openVariable: queryVariable)
    case "request_uri":
      return Variable(value: request.path + (request.query.map { [0x3F] + $0 } ?? []), hasQuery: true)
    case "request_method": return known("GET".utf8)
    case "request":
      let query = request.query.map { [0x3F] + $0 } ?? []
      return Variable(value: "GET ".utf8 + request.path + query + " HTTP/1.1".utf8, hasQuery: true)
    case "document_root", "realpath_root": return known(Self.documentRoot)
    case "request_filename": return known(Self.documentRoot + path)
    case "host", "server_name": return known(visitor.origin(of: request).host.utf8)
    case "scheme": return known(visitor.origin(of: request).scheme.utf8)
    case "server_port": return known(String(visitor.origin(of: request).effectivePort).utf8)
    case "https": return known((visitor.origin(of: request).scheme == "https" ? "on" : "").utf8)
    // A browser sends a request that is refused as too early again, and no more as an early one (RFC 8470, section 4).
    case "ssl_early_data": return known([])
    case _ where declared.contains(name): return known([])
    case _ where name.hasPrefix("arg_"):
      return Variable(
        value: argument(Array(name.dropFirst(4).utf8)), openVariable: queryVariable, hasQuery: true)
    case _ where name.hasPrefix("http_"):
      return sent(
        BrowserValue.header(String(name.dropFirst(5)).replacing("_", with: "-"), visitor.origin(of: request)),
        name)
    case "invalid_referer":
      guard let referers else { return known([]) }
      let referer = value(of: "http_referer", depth: depth)
      // Where the site's address is not known, its own pages are taken for valid.
      let isValid = referer.openVariable != nil || referers.isValid(referer.value)
      return Variable(value: Array((isValid ? "" : "1").utf8), openVariable: referer.openVariable)
    case "remote_addr", "realip_remote_addr": return sent(BrowserValue.remoteAddress, name)
    // Of a cookie, a country or a request limit most visitors have none.
    default: return sent(.open(usually: ""), name)
    }
  }

  private mutating func sent(_ value: BrowserValue, _ name: String) -> Variable {
    let (text, isOpen) = visitor.sent(value, by: "$\(name)", key: "$\(name)")
    return Variable(value: text, openVariable: isOpen ? "$\(name)" : nil)
  }

  private mutating func mapped(_ map: NginxMap, _ name: String, _ depth: Int) -> Variable {
    // Maps may name one another, and in a circle.
    guard depth < 8 else { return Variable(value: [], openVariable: "$\(name)") }
    let outer = openVariable
    openVariable = nil
    defer { openVariable = outer }
    let variable = mapping(map, name, depth)
    // A map's variable is computed once per request.
    variables[name] = variable
    return variable
  }

  private mutating func mapping(_ map: NginxMap, _ name: String, _ depth: Int) -> Variable {
    var key: [UInt8] = []
    if let source = map.source {
      switch expand(source, depth: depth + 1) {
      case .unknown(let reason): return Variable(value: [], unknown: reason)
      case .known(let text): key = text
      }
      if queryIndex != nil { visitor.noteLookAtQuery() }
    }
    let found = map.value(for: key)
    if map.source == nil || openVariable != nil || map.unknown != nil {
      return chosen(of: map, name, usually: found, depth)
    }
    switch found {
    case .gaveUp: return Variable(value: [], openVariable: "$\(name)")
    case .value(nil, _, _): return Variable(value: [])
    case .value(let text?, let pattern, let ranges):
      if let pattern, let ranges { take(ranges, of: pattern, in: key) }
      return mapped(to: text, name, depth)
    }
  }

  /// Returns the value of a map's entry.
  private mutating func mapped(to text: NginxText, _ name: String, _ depth: Int) -> Variable {
    openVariable = nil
    return switch expand(text, depth: depth + 1) {
    case .unknown(let reason): Variable(value: [], unknown: reason)
    case .known(let value):
      Variable(
        value: value, openVariable: openVariable.map { _ in "$\(name)" }, hasQuery: queryIndex != nil)
    }
  }

  /// Returns the value that the visitor's answers choose of a map's, where the map is asked for what nobody knows before the
  /// request.
  private mutating func chosen(
    of map: NginxMap, _ name: String, usually found: NginxMap.Outcome, _ depth: Int
  ) -> Variable {
    let values = map.values
    guard map.hasAllValues, values.count <= NginxMap.mostValues else {
      return Variable(value: [], openVariable: "$\(name)")
    }
    var usual = 0
    if case .value(let text, _, _) = found { usual = values.firstIndex { $0.text == text } ?? 0 }
    let index =
      values.count == 1
      ? 0
      : visitor.choose("$\(name)", values.map { "$\(name) is \($0.words)" }, usual: usual, map.rule)
    guard values.indices.contains(index), let text = values[index].text else { return Variable(value: []) }
    // The groups are those of a key that is not known.
    guard !values[index].takesGroups else { return Variable(value: [], openVariable: "$\(name)") }
    return mapped(to: text, name, depth)
  }

  /// `$arg_name`: the first parameter of that name, in any letter case, as it is written.
  private func argument(_ name: [UInt8]) -> [UInt8] {
    let wanted = ASCII.lowercased(name)
    for parameter in query.split(separator: 0x26) {
      guard let equals = parameter.firstIndex(of: 0x3D) else { continue }
      if ASCII.lowercased(Array(parameter[..<equals])) == wanted {
        return Array(parameter[(equals + 1)...])
      }
    }
    return []
  }
}
