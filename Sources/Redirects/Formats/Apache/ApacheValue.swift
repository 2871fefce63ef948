internal import AutoTagBytes

/// The form of what directives are given, where httpd checks it when it reads a `.htaccess` file.
enum ApacheValue {
  /// - Parameter name: the directive's name in lower case; a section's has its `<`.
  static func fault(of words: [[UInt8]], _ name: String) -> MalformedRule? {
    let first = words.first.map { ASCII.lowercased($0).text } ?? ""
    if let values = choices[name] {
      return values.contains(first)
        ? nil : MalformedRule("\(name) is one of \(values.joined(separator: ", "))")
    }
    switch name {
    case "limitrequestbody":
      return first.utf8.allSatisfy(ASCII.isDigit)
        ? nil : MalformedRule("LimitRequestBody is a number of bytes")
    case "fileetag": return fileETag(words)
    case "expiresdefault": return words.first.flatMap(expiry)
    case "expiresbytype":
      guard words.count == 2 else { return nil }
      guard words[0].contains(UInt8(ascii: "/")) else {
        return MalformedRule("\(words[0].text) is no media type: it has no slash")
      }
      return expiry(words[1])
    case "header": return header(words, isResponse: true)
    case "requestheader": return header(words, isResponse: false)
    case "setenvif", "setenvifnocase":
      guard words.count >= 3 else {
        return MalformedRule("\(name) needs a header, a regular expression and a variable")
      }
      return pattern(words[1])
    case "browsermatch", "browsermatchnocase":
      guard words.count >= 2 else {
        return MalformedRule("\(name) needs a regular expression and a variable")
      }
      return pattern(words[0])
    case "<files", "<filesmatch":
      let isPattern = name == "<filesmatch" || words.first?.elementsEqual([UInt8(ascii: "~")]) == true
      let names = name == "<files" && isPattern ? Array(words.dropFirst()) : words
      if names.count > 1 { return MalformedRule("\(name)> takes one name, and here are \(names.count)") }
      return isPattern ? names.first.flatMap(pattern) : nil
    case "<limit", "<limitexcept":
      if words.isEmpty { return MalformedRule("\(name)> does not say of which methods") }
      return words.lazy.compactMap { method($0.text, name) }.first
    default: return nil
    }
  }

  private static let choices: [String: [String]] = [
    "serversignature": ["on", "off", "email"], "satisfy": ["any", "all"], "enablemmap": ["on", "off"],
    "enablesendfile": ["on", "off"], "authmerging": ["off", "and", "or"], "xbithack": ["off", "on", "full"],
    "acceptpathinfo": ["on", "off", "default"],
  ]

  private static func pattern(_ source: [UInt8]) -> MalformedRule? {
    do {
      _ = try Pattern(httpd: source, ignoresCase: false)
      return nil
    } catch {
      return error
    }
  }

  private static func fileETag(_ words: [[UInt8]]) -> MalformedRule? {
    let parts = ["none", "all", "mtime", "size", "inode", "digest"]
    let unknown = words.first { word in
      !parts.contains(
        ASCII.lowercased(Array(word.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") })).text)
    }
    return unknown.map { MalformedRule("FileETag has no part \($0.text)") }
  }

  // MARK: Methods

  private static let methods: Set<String> = [
    "GET", "HEAD", "PUT", "POST", "DELETE", "CONNECT", "OPTIONS", "PATCH", "PROPFIND", "PROPPATCH", "MKCOL",
    "COPY",
    "MOVE", "LOCK", "UNLOCK", "VERSION-CONTROL", "CHECKOUT", "UNCHECKOUT", "CHECKIN", "UPDATE", "LABEL",
    "REPORT",
    "MKWORKSPACE", "MKACTIVITY", "BASELINE-CONTROL", "MERGE",
  ]
  /// Those that a module may have added.
  private static let addedMethods: Set<String> = [
    "ACL", "BIND", "MKCALENDAR", "MKREDIRECTREF", "ORDERPATCH", "REBIND", "SEARCH", "UNBIND",
    "UPDATEREDIRECTREF", "PURGE",
    "BREW", "WHEN", "LINK", "UNLINK",
  ]

  /// - Parameter name: the section's or the directive's.
  static func method(_ method: String, _ name: String) -> MalformedRule? {
    if method == "TRACE", name.hasPrefix("<") { return MalformedRule("\(name)> does not take TRACE") }
    if methods.contains(method) || addedMethods.contains(method) || method == "TRACE" { return nil }
    let upper = method.uppercased()
    let meant = methods.contains(upper) ? ": \(upper) is meant" : ""
    return MalformedRule("there is no method \(method)\(meant)")
  }

  // MARK: Expiry

  /// Checks `access plus 1 month` (`check_code` of mod_expires.c): of a word its first letters count.
  private static func expiry(_ code: [UInt8]) -> MalformedRule? {
    // The short form A2592000, of which httpd checks nothing.
    if code.first == UInt8(ascii: "A") || code.first == UInt8(ascii: "M") { return nil }
    let words = code.split(whereSeparator: ASCII.isSpace).map { ASCII.lowercased(Array($0)).text }
    let text = code.text
    guard let base = words.first, ["a", "n", "mo"].contains(where: base.hasPrefix) else {
      return MalformedRule("the time \(text) begins with access, now or modification")
    }
    var rest = words.dropFirst()
    if rest.first?.hasPrefix("p") == true { rest.removeFirst() }
    while let number = rest.popFirst() {
      guard number.utf8.first.map(ASCII.isDigit) == true else {
        return MalformedRule("in the time \(text) \(number) is no number")
      }
      guard let unit = rest.popFirst() else {
        return MalformedRule("in the time \(text) nothing says what \(number) counts")
      }
      guard ["y", "mo", "w", "d", "h", "mi", "s"].contains(where: unit.hasPrefix) else {
        return MalformedRule("the time \(text) has no unit \(unit)")
      }
    }
    return nil
  }

  // MARK: Headers

  /// Checks `Header` (`header_cmd` of mod_headers.c).
  private static func header(_ words: [[UInt8]], isResponse: Bool) -> MalformedRule? {
    let name = isResponse ? "Header" : "RequestHeader"
    var rest = words[...]
    func lowercased(_ word: [UInt8]?) -> String { word.map { ASCII.lowercased($0).text } ?? "" }
    if isResponse, ["always", "onsuccess"].contains(lowercased(rest.first)) { rest.removeFirst() }
    let action = lowercased(rest.popFirst())
    guard headerActions.contains(action) else {
      return MalformedRule("\(name) has no action \(action.isEmpty ? "here" : action)")
    }
    if action == "echo", !isResponse { return MalformedRule("RequestHeader does not echo") }
    let field = rest.popFirst() ?? []
    if action == "echo", let fault = pattern(field) { return fault }
    if action == "edit" || action == "edit*" {
      guard rest.count >= 2, let match = rest.popFirst() else {
        return MalformedRule("\(name) \(action) needs a regular expression and what stands for it")
      }
      if let fault = pattern(match) { return fault }
      rest.removeFirst()
    } else if action != "unset", action != "echo" {
      guard rest.popFirst() != nil else {
        return MalformedRule("\(name) \(action) needs a header and its value")
      }
    }
    guard let condition = rest.popFirst() else { return nil }
    let isCondition =
      lowercased(condition) == "early" || ["env=", "expr="].contains { lowercased(condition).hasPrefix($0) }
    if !isCondition {
      return MalformedRule(
        "behind the value of \(name) \(condition.text) is neither early nor env= nor expr=: a value with spaces stands in quotes"
      )
    }
    return rest.isEmpty ? nil : MalformedRule("\(name) has too many arguments")
  }

  private static let headerActions: Set<String> = [
    "add", "set", "setifempty", "append", "merge", "unset", "echo", "note", "edit", "edit*",
  ]
}
