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

  func answer(
    _ request: ServerRequest, files: SiteFiles, visitor: inout VisitorAnswers
  ) -> ServerAnswer {
    guard let block = server(for: request, &visitor), let path = NginxPath.decoded(request.path) else {
      return .pass
    }
    var run = NginxRewriteEvaluator(
      request: request, path: path, maps: maps, declared: declared, files: files,
      keepsRelative: block.keepsRelative, visitor: visitor)
    defer {
      visitor = run.visitor
      visitor.note(run.work)
    }
    return slash(behind: ownAnswer(request, files, block, &run), block, &run, files)
  }

  /// - Returns: the answer, and the location that gave it.
  private func ownAnswer(
    _ request: ServerRequest, _ files: SiteFiles, _ block: NginxServerBlock,
    _ run: inout NginxRewriteEvaluator
  ) -> (answer: ServerAnswer, location: NginxLocation) {
    var walk = Walk(location: block.content)
    let answer = answer(request, files, block, &run, &walk)
    return (answer, walk.location)
  }

  /// Returns the redirect from a folder's name without its slash to the one with it (`ngx_http_static_handler`) in place of
  /// an answer that serves the folder, where a rule has to do with the name with the slash; else the answer.
  private func slash(
    behind own: (answer: ServerAnswer, location: NginxLocation), _ block: NginxServerBlock,
    _ run: inout NginxRewriteEvaluator, _ files: SiteFiles
  ) -> ServerAnswer {
    let path: [UInt8]
    switch own.answer {
    case .pass: path = run.path
    case .serve(let served, _): path = served.last == 0x2F ? served.dropLast() : served
    case .redirect, .errorPage, .refuse, .unknown: return own.answer
    }
    guard path.last != 0x2F, run.path.last != 0x2F, !own.location.hasOwnRoot,
      files.kind(at: path) == .folder
    else { return own.answer }
    var request = run.request
    request.path = NginxPath.escaped(path) + [0x2F]
    var next = NginxRewriteEvaluator(
      request: request, path: path + [0x2F], maps: maps, declared: declared, files: files,
      keepsRelative: block.keepsRelative, visitor: run.visitor)
    let answer = ownAnswer(request, files, block, &next).answer
    run.visitor = next.visitor
    run.visitor.note(next.work)
    switch answer {
    case .pass, .serve, .errorPage: return own.answer
    case .redirect, .refuse, .unknown: break
    }
    let query = run.query.isEmpty ? [] : [0x3F] + run.query
    return run.redirect(
      ServerRedirect(
        status: 301, location: request.path + query,
        rule: RedirectRule(answerOf: "nginx", text: "adds the slash to the name of a folder")))
  }

  private func answer(
    _ request: ServerRequest, _ files: SiteFiles, _ block: NginxServerBlock,
    _ run: inout NginxRewriteEvaluator, _ walk: inout Walk
  ) -> ServerAnswer {
    let first = run.execute(block.content.instructions)
    let program = run.takeProgram()
    var answer = first ?? walk.answer(block, &run)
    var page: NginxErrorPage?
    while page == nil || walk.location.hasRecursiveErrors, walk.changes <= Self.mostChanges,
      let status = errorStatus(of: answer, walk.location, request, files),
      let found = walk.location.errorPages.first(where: { $0.errors.contains(status) })
    {
      // A program of the whole server hardly leads what is there elsewhere.
      if page == nil, let answer = run.answer(byProgram: program) { return answer }
      page = found
      switch run.show(found) {
      case .answer(let other): return other
      case .path:
        walk.take(block.content)
        answer = run.execute(block.content.instructions) ?? walk.answer(block, &run)
      case .named(let name):
        guard let named = block.content.location(named: name) else {
          return .refuse(status: 500, found.rule)
        }
        walk.take(named, isNamed: true)
        answer = walk.answer(block, &run)
      }
    }
    guard let page else {
      let isError = errorStatus(of: answer, walk.location, request, files).map { $0 >= 400 } ?? false
      return isError ? run.answer(byProgram: program) ?? answer : answer
    }
    switch answer {
    case .pass, .serve:
      return page.hidesError
        ? .serve(path: run.path, page.rule) : .errorPage(path: run.path, page.rule)
    case .redirect, .errorPage, .refuse, .unknown: return answer
    }
  }

  /// Returns the status that an `error_page` may be for; `nil` where something is served.
  private func errorStatus(
    of answer: ServerAnswer, _ location: NginxLocation, _ request: ServerRequest, _ files: SiteFiles
  ) -> Int? {
    func missing(_ path: [UInt8]) -> Int? {
      !location.hasOwnRoot && request.isMissing(path, from: files) ? 404 : nil
    }
    return switch answer {
    case .pass: NginxPath.decoded(request.path).flatMap(missing)
    case .serve(let path, _): missing(path)
    case .redirect(let redirect): redirect.status
    // "close the connection"
    case .refuse(444, _), .unknown, .errorPage: nil
    case .refuse(let status, _): status
    }
  }

  /// The way of a request through the locations of a server, which instructions and files may send to others.
  private struct Walk {
    private(set) var location: NginxLocation
    private(set) var changes = 0
    private var isNamed = false

    init(location: NginxLocation) { self.location = location }

    mutating func take(_ location: NginxLocation, isNamed: Bool = false) {
      self.location = location
      self.isNamed = isNamed
      changes += 1
    }

    mutating func answer(_ block: NginxServerBlock, _ run: inout NginxRewriteEvaluator) -> ServerAnswer {
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
        if case .server = location.kind {
          // No location: the server's instructions were carried out already.
        } else if let answer = run.execute(location.instructions) {
          return answer
        }
        if run.pathChanged {
          changes += 1
          if changes > NginxServer.mostChanges {
            return .refuse(status: 500, run.lastRule ?? location.rule)
          }
          continue
        }
        if let answer = run.answer(byProgram: run.mayHandOver) { return answer }
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
        if changes > NginxServer.mostChanges { return .refuse(status: 500, location.rule) }
      }
    }
  }

  /// "First, the port, then the name" (nginx.org/en/docs/http/request_processing.html).
  private func server(for request: ServerRequest, _ visitor: inout VisitorAnswers) -> NginxServerBlock? {
    guard let first = servers.first else { return nil }
    if servers.count == 1 { return first }
    let origin = visitor.origin(of: request)
    var candidates = servers.filter { ($0.ports.isEmpty ? [80] : $0.ports).contains(origin.effectivePort) }
    // Behind another server nginx listens on ports of its own.
    if candidates.isEmpty { candidates = servers }
    if candidates.count == 1 { return candidates.first }
    let fitness = candidates.map { $0.fitness(for: origin.host) }
    if let best = fitness.max(), best > 0, let index = fitness.firstIndex(of: best) {
      return candidates[index]
    }
    let isOpen = SiteOrigin.isStandIn(origin.host) || candidates.contains(where: \.hasPatternName)
    guard isOpen else { return candidates.first(where: \.isDefault) ?? candidates.first }
    let index = visitor.choose(
      "server block for port \(origin.effectivePort)",
      candidates.map { "the server block in \($0.content.rule.mention) is the site's" },
      usual: candidates.firstIndex { !$0.isDefault } ?? 0, nil)
    return candidates.indices.contains(index) ? candidates[index] : first
  }
}
