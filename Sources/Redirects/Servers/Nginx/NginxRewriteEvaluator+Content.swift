internal import AutoTagBytes

// The content of a location that has no answer of its own.

extension NginxRewriteEvaluator {
  enum Content {
    case answer(ServerAnswer)
    case path
    case named(String)
  }

  /// Returns the content of a location without an answer of its own: by `try_files`, or the file.
  mutating func content(_ location: NginxLocation) -> Content {
    guard let last = location.tryFiles.last else {
      return .answer(lastRule.map { .serve(path: path, $0) } ?? .pass)
    }
    for text in location.tryFiles.dropLast() {
      switch expand(text) {
      case .unknown(let reason): return .answer(.unknown(location.rule, reason))
      case .known(let file):
        if queryIndex != nil { visitor.noteLookAtQuery() }
        // A file whose name the visitor decides is a cached copy, which is hardly ever one of the site's.
        if openVariable != nil { continue }
        let wanted: SiteFiles.Kind = text.endsInSlash ? .folder : .file
        if files.kind(at: file) == wanted { return .answer(.serve(path: file, location.rule)) }
      }
    }
    let target: [UInt8]
    switch expand(last) {
    case .unknown(let reason): return .answer(.unknown(location.rule, reason))
    case .known(let expanded): target = expanded
    }
    if let reason = openReason { return .answer(.unknown(location.rule, reason)) }
    if target.first == UInt8(ascii: "="), let status = Int(Array(target.dropFirst()).text) {
      return .answer(.refuse(status: status, location.rule))
    }
    if target.first == UInt8(ascii: "@") { return .named(target.text) }
    goOn(to: target, by: location.rule)
    return .path
  }

  /// Takes another path, and perhaps a query, for the request's.
  mutating func goOn(to target: [UInt8], by rule: RedirectRule) {
    let mark = target.firstIndex(of: 0x3F) ?? target.count
    path = Array(target[..<mark])
    if let queryIndex, queryIndex < mark { visitor.noteLookAtQuery() }
    (query, queryVariable) = (mark < target.count ? Array(target[(mark + 1)...]) : [], nil)
    lastRule = rule
  }
}
