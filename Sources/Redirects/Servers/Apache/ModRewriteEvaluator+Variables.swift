internal import AutoTagBytes
internal import AutoTagWebURL

// The variables of conditions and targets.

extension ModRewriteEvaluator {
  mutating func variable(_ name: String) -> Known<[UInt8]> {
    switch name.uppercased() {
    case "REQUEST_URI": return .known(path)
    case "QUERY_STRING":
      hasQuery = true
      return .known(query ?? [])
    case "REQUEST_FILENAME", "SCRIPT_FILENAME": return .known(file)
    case "DOCUMENT_ROOT", "CONTEXT_DOCUMENT_ROOT": return .known(ApacheDocumentRoot.path)
    case "PATH_INFO": return .known(pathInfo)
    case "REQUEST_METHOD": return .known(Array("GET".utf8))
    case "IS_SUBREQ": return .known(Array("false".utf8))
    case "THE_REQUEST":
      hasQuery = true
      let query = request.query.map { [0x3F] + $0 } ?? []
      return .known(Array("GET ".utf8) + request.path + query + Array(" HTTP/1.1".utf8))
    case "SERVER_NAME": return .known(Array(visitor.origin(of: request).host.utf8))
    case "SERVER_PORT": return .known(Array(String(visitor.origin(of: request).effectivePort).utf8))
    case "REQUEST_SCHEME": return .known(Array(visitor.origin(of: request).scheme.utf8))
    case "HTTPS": return .known(Array((visitor.origin(of: request).scheme == "https" ? "on" : "off").utf8))
    case "ENV:REDIRECT_STATUS": return .known(Array((isInternal ? "200" : "").utf8))
    case let upper where upper.hasPrefix("ENV:"): return environmentVariable(String(upper.dropFirst(4)), name)
    case let upper where upper.hasPrefix("HTTP_") || upper.hasPrefix("HTTP:"):
      return .known(
        sent(Self.browserValue(upper, visitor.origin(of: request)) ?? .open(usually: ""), name))
    case "REMOTE_ADDR", "REMOTE_HOST": return .known(sent(BrowserValue.remoteAddress, name))
    default:
      openVariable = "%{\(name)}"
      return .known([])
    }
  }

  /// Returns what browsers send for `HTTP_NAME` or `HTTP:Name`; `nil` for any other variable.
  static func browserValue(_ name: String, _ origin: SiteOrigin) -> BrowserValue? {
    let name = name.lowercased()
    guard name.hasPrefix("http_") || name.hasPrefix("http:") else { return nil }
    return BrowserValue.header(String(name.dropFirst(5)).replacing("_", with: "-"), origin)
  }

  mutating func sent(_ value: BrowserValue, _ name: String) -> [UInt8] {
    let (text, isOpen) = visitor.sent(value, by: "%{\(name)}", key: name.lowercased())
    if isOpen { openVariable = "%{\(name)}" }
    return text
  }

  mutating func environmentVariable(_ upper: String, _ name: String) -> Known<[UInt8]> {
    let key = upper.lowercased()
    if let known = environment[key] {
      if known.isOpen { openVariable = "%{\(name)}" }
      return .known(known.text)
    }
    guard variables.isOpen(key, isInternal: isInternal) else { return .known([]) }
    openVariable = "%{\(name)}"
    // Hosts that set it, as httpd itself does after the rules of a folder are asked, mean the visitor's scheme.
    if key == "https", visitor.origin(of: request).scheme == "https" { return .known(Array("on".utf8)) }
    return .known([])
  }

  /// Sets what a rule's flags `E` say; `!NAME` takes a variable away.
  mutating func set(_ variables: [[UInt8]], _ match: RuleMatch, _ flags: RewriteFlags) {
    for variable in variables {
      guard case .known(let text) = expand(variable, match, flags) else { continue }
      if hasQuery { visitor.noteLookAtQuery() }
      let colon = text.firstIndex(of: UInt8(ascii: ":")) ?? text.count
      let name = ASCII.lowercased(Array(text[..<colon])).text
      if name.hasPrefix("!") {
        environment[String(name.dropFirst())] = .init(text: [], isOpen: false)
      } else {
        environment[name] = .init(text: Array(text[colon...].dropFirst()), isOpen: openVariable != nil)
      }
    }
  }
}
