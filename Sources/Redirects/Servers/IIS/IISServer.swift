internal import AutoTagBytes

/// A server that answers as IIS does by a site's web.config: the rules of URL Rewrite, then `httpRedirect`.
struct IISServer: RedirectServer {
  /// Outer ones first.
  private let sections: [IISSection]
  private let maps: [String: IISMap]

  init(sections: [IISSection], maps: [String: IISMap]) {
    self.sections = sections.enumerated().sorted {
      ($0.element.path.count, $0.offset) < ($1.element.path.count, $1.offset)
    }.map(\.element)
    self.maps = maps
  }

  var pathFilter: RedirectPathFilter {
    var filter = RedirectPathFilter()
    for section in sections {
      let folder = section.path.reduce(into: [UInt8]()) { $0 += [0x2F] + $1.utf8 }
      if section.redirect != nil { filter.add(folder) }
      for rule in section.rules { filter.add(rule.prefix.map { folder + [0x2F] + $0.text }) }
    }
    return filter
  }

  func answer(
    _ request: ServerRequest, files: SiteFiles, visitor: inout VisitorAnswers
  ) -> ServerAnswer {
    let request = request.named(by: &visitor)
    guard let decoded = RequestPath.percentDecoded(request.path, { _ in }) else { return .pass }
    let path = Array(decoded.drop { $0 == 0x2F })
    let names = path.split(separator: 0x2F).map { Array($0).text.lowercased() }
    let own = sections.filter { names.starts(with: $0.path) }
    var run = IISEvaluator(request, path: path, files: files, maps: maps, visitor: visitor)
    defer {
      visitor = run.visitor
      visitor.note(run.work)
    }
    let redirect = Self.redirect(own, path, request)
    for section in own {
      guard let answer = run.run(section) else { continue }
      if let redirect, let rule = own.last(where: { $0.redirect != nil })?.redirect?.rule,
        !answer.isSame(as: redirect)
      {
        return .unknown(rule, "whether it goes before the rules of URL Rewrite is not documented")
      }
      return answer
    }
    if let redirect { return redirect }
    return run.rewrittenBy.map { .serve(path: [0x2F] + run.path, $0) } ?? .pass
  }

  // MARK: httpRedirect

  private static func redirect(
    _ sections: [IISSection], _ path: [UInt8], _ request: ServerRequest
  ) -> ServerAnswer? {
    var merged: IISRedirect?
    var depth = 0
    for section in sections {
      guard let redirect = section.redirect else { continue }
      var outer = merged ?? redirect
      outer.rule = redirect.rule
      outer.isEnabled = redirect.isEnabled ?? outer.isEnabled
      outer.destination = redirect.destination ?? outer.destination
      outer.isExact = redirect.isExact ?? outer.isExact
      outer.isForChildrenOnly = redirect.isForChildrenOnly ?? outer.isForChildrenOnly
      outer.status = redirect.status ?? outer.status
      if merged != nil { outer.wildcards += redirect.wildcards }
      // What is appended is behind the place that names the destination.
      if redirect.destination != nil || merged == nil { depth = section.path.count }
      merged = outer
    }
    guard let redirect = merged, redirect.isEnabled == true else { return nil }
    for (pattern, rule) in redirect.wildcards {
      for subject in [path, [0x2F] + path] {
        if case .noMatch = pattern.match(subject) { continue }
        return .unknown(rule, rule.unknown ?? "")
      }
    }
    guard let destination = redirect.destination, !destination.isEmpty else { return nil }
    let parts = path.split(separator: 0x2F, omittingEmptySubsequences: false)
    let suffix = Array(parts.dropFirst(depth).joined(separator: [0x2F]))
    if redirect.isForChildrenOnly == true, suffix.contains(0x2F) { return nil }
    var found = ServerRedirect(
      status: redirect.status ?? 302, location: [], rule: redirect.rule)
    if redirect.isExact == true {
      guard let text = expanded(destination, suffix, request).bytes else {
        return .unknown(redirect.rule, ExpandedText.tooLong)
      }
      found.location = text
      return .redirect(found)
    }
    guard !destination.contains("$") else {
      return .unknown(redirect.rule, "variables without exactDestination are not documented")
    }
    if destination.contains("?"), !suffix.isEmpty {
      return .unknown(
        redirect.rule, "where a path is appended to a destination with a query is not documented")
    }
    found.location = Array(destination.utf8)
    if !suffix.isEmpty {
      while found.location.last == 0x2F { found.location.removeLast() }
      found.location += [0x2F] + suffix
    }
    if request.query?.isEmpty == false {
      found.queryUnknown = "whether IIS hands on the query without exactDestination is not documented"
    }
    return .redirect(found)
  }

  /// Puts in `$S`, the rest of the path, `$P` and `$Q`, the query without and with its `?`, and `$V`, the path.
  private static func expanded(
    _ destination: String, _ suffix: [UInt8], _ request: ServerRequest
  ) -> ExpandedText {
    var text = ExpandedText()
    var rest = Array(destination.utf8)[...]
    let query = request.query ?? []
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "$"), let name = rest.first else {
        text.append(byte)
        continue
      }
      switch name {
      case UInt8(ascii: "S"): text.append(suffix.isEmpty ? [] : [0x2F] + suffix)
      case UInt8(ascii: "P"): text.append(query)
      case UInt8(ascii: "Q"): text.append(query.isEmpty ? [] : [0x3F] + query)
      case UInt8(ascii: "V"): text.append(request.path)
      default:
        text.append(byte)
        continue
      }
      rest.removeFirst()
    }
    return text
  }
}
