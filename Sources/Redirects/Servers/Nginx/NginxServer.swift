internal import AutoTagBytes

/// A server that answers as nginx does: the server's own instructions, then the location of the path and its
/// instructions, and again for as long as they change the path.
struct NginxServer: RedirectServer {
  let servers: [NginxServerBlock]
  let maps: [String: NginxMap]
  /// The variables that a `set` makes: empty until it is carried out.
  let declared: Set<String>

  /// NGX_HTTP_MAX_URI_CHANGES.
  private static let mostChanges = 10

  func answer(_ request: ServerRequest, files: SiteFiles) -> ServerAnswer {
    let block: NginxServerBlock
    switch server(for: request) {
    case .known(let found): block = found
    case .unknown(let found):
      return .unknown(
        found.content.rule,
        "there are several server blocks, and which of them is the site's is not known: set base-url")
    case nil: return .pass
    }
    guard let path = NginxPath.decoded(request.path) else { return .pass }
    var run = NginxRewriteEvaluator(
      request: request, path: path, maps: maps, declared: declared, files: files,
      keepsRelative: block.keepsRelative)
    if let answer = run.execute(block.content.instructions) { return answer }

    var changes = 0
    var location = block.content
    var isNamed = false
    while true {
      if !isNamed {
        switch block.content.find(run.path) {
        case .none: location = block.content
        case .byPrefix(let found): location = found
        case .final(let found, let groups):
          location = found
          if let groups { run.take(groups, of: found) }
        case .gaveUp(let rule): return .unknown(rule, "its pattern needs too many steps")
        }
      }
      isNamed = false
      run.pathChanged = false
      run.handsOver = nil
      if case .server = location.kind {
        // No location: the server's instructions were carried out already.
      } else if let answer = run.execute(location.instructions) {
        return answer
      }
      if run.pathChanged {
        changes += 1
        if changes > Self.mostChanges { return .refuse(status: 500, run.lastRule ?? location.rule) }
        continue
      }
      if let rule = run.handsOver { return .unknown(rule, "another program answers (\(rule.text))") }
      switch run.content(location) {
      case .answer(let answer): return answer
      case .path: break
      case .named(let name):
        guard let named = block.content.location(named: name) else {
          return .refuse(status: 500, location.rule)
        }
        location = named
        isNamed = true
      }
      changes += 1
      if changes > Self.mostChanges { return .refuse(status: 500, location.rule) }
    }
  }

  private enum Choice {
    case known(NginxServerBlock)
    case unknown(NginxServerBlock)
  }

  /// "First, the port, then the name" (nginx.org/en/docs/http/request_processing.html).
  private func server(for request: ServerRequest) -> Choice? {
    var candidates = servers.filter { ($0.ports.isEmpty ? [80] : $0.ports).contains(request.effectivePort) }
    // Behind another server nginx listens on ports of its own.
    if candidates.isEmpty { candidates = servers }
    guard let first = candidates.first else { return nil }
    if candidates.count == 1 { return .known(first) }
    guard let host = request.host else { return .unknown(first) }
    let fitness = candidates.map { $0.fitness(for: host) }
    if let best = fitness.max(), best > 0, let index = fitness.firstIndex(of: best) {
      return .known(candidates[index])
    }
    if let pattern = candidates.first(where: \.hasPatternName) { return .unknown(pattern) }
    return .known(candidates.first(where: \.isDefault) ?? first)
  }
}
