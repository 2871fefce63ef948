internal import AutoTagBytes

/// A server that answers as Caddy does: the site of the host and port, and its directives in Caddy's order.
struct CaddyServer: RedirectServer {
  let sites: [CaddySite]
  private let options: CaddyOptions
  private let versions: [CaddyVersion]

  /// - Parameter versions: those that may answer otherwise.
  init(sites: [CaddySite], options: CaddyOptions, versions: [CaddyVersion]) {
    (self.sites, self.options, self.versions) = (Self.sorted(sites), options, versions)
  }

  var pathFilter: RedirectPathFilter {
    var filter = RedirectPathFilter()
    for site in sites {
      site.program.add(to: &filter)
      if site.errorRoutes.contains(where: { $0.isFor(404) && $0.program.redirectsErrors }) { filter.add(nil) }
    }
    return filter
  }

  var errorPages: [[UInt8]] {
    sites.flatMap(\.errorRoutes).filter { $0.isFor(404) }.flatMap { $0.program.pages(for: 404) }
  }

  func answer(
    _ request: ServerRequest, files: SiteFiles, visitor: inout VisitorAnswers
  ) -> ServerAnswer {
    let request = request.named(by: &visitor)
    guard let caddyRequest = CaddyRequest(request) else { return .pass }
    let site: CaddySite
    switch choose(request, caddyRequest, &visitor) {
    case .site(let found): site = found
    case .answer(let answer): return answer
    }
    var answers: [ServerAnswer] = []
    for version in versions {
      var run = CaddyEvaluator(caddyRequest, version: version, files: files, visitor: visitor)
      var answer = run.answer(site.program)
      visitor = run.visitor
      visitor.note(run.work)
      if !site.errorRoutes.isEmpty, run.root != .several,
        let status = Self.errorStatus(of: answer, run, request, files)
      {
        // "restore original request before invoking error handler chain" (modules/caddyhttp/server.go)
        var run = CaddyEvaluator(caddyRequest, version: version, files: files, visitor: visitor)
        answer = run.answer(site.errorRoutes, toError: status) ?? answer
        visitor = run.visitor
        visitor.note(run.work)
      }
      answers.append(answer)
    }
    guard let first = answers.first else { return .pass }
    guard let other = answers.dropFirst().first(where: { !$0.isSame(as: first) }) else { return first }
    if case .unknown = first { return first }
    if case .unknown = other { return other }
    return .unknown(
      Self.rule(first) ?? Self.rule(other) ?? site.rule,
      "versions of Caddy answer otherwise: 2.6 \(Self.summary(first)), and 2.10 \(Self.summary(other))")
  }

  /// Returns the status of the error that an answer is; `nil` where something is served, or a directive answers by itself.
  private static func errorStatus(
    of answer: ServerAnswer, _ run: CaddyEvaluator, _ request: ServerRequest, _ files: SiteFiles
  ) -> Int? {
    func missing(_ path: [UInt8]) -> Int? {
      // A folder is as missing as a file where it has no index.
      let isServed =
        !path.hasSuffix("/")
        || ["index.html", "index.txt"].contains {
          !request.isMissing(path + $0.utf8, from: files)
        }
      return request.isMissing(path, from: files) || !isServed ? 404 : nil
    }
    return switch answer {
    case .pass: missing(run.request.path)
    case .serve(let path, _): missing(path)
    case .refuse(let status, let rule): ["error", "try_files"].contains(rule.directive) ? status : nil
    case .redirect, .errorPage, .unknown: nil
    }
  }

  // MARK: Sites

  private enum Choice {
    case site(CaddySite)
    case answer(ServerAnswer)
  }

  /// Sorts sites by their hosts: those without one come last, then those with a star; the longer one first.
  private static func sorted(_ sites: [CaddySite]) -> [CaddySite] {
    let keys = sites.map { site in
      let hosts = site.addresses.map(\.host)
      return (
        length: hosts.map { CaddyAddress.specificity($0.utf8) }.max() ?? 0,
        isWild: hosts.contains { $0.isEmpty || $0.contains("*") },
        path: site.addresses.compactMap { $0.path?.text.count }.max() ?? 0
      )
    }
    return sites.indices.sorted { first, second in
      let (left, right) = (keys[first], keys[second])
      if (left.length == 0) != (right.length == 0) { return right.length == 0 }
      if left.isWild != right.isWild { return right.isWild }
      if left.length != right.length { return left.length > right.length }
      return left.path == right.path ? first < second : left.path > right.path
    }.map { sites[$0] }
  }

  private func choose(
    _ request: ServerRequest, _ parsed: CaddyRequest, _ visitor: inout VisitorAnswers
  ) -> Choice {
    guard let host = request.host, !SiteOrigin.isStandIn(host) else {
      return one(of: sites, &visitor).map { .site($0) } ?? .answer(.pass)
    }
    let port = request.effectivePort
    func isAt(_ address: CaddyAddress, _ port: Int) -> Bool {
      address.port(http: options.httpPort, https: options.httpsPort) == port
    }
    let isListening = sites.contains { $0.addresses.isEmpty || $0.addresses.contains { isAt($0, port) } }
    if isListening || port == options.httpPort {
      if let site = site(host, parsed, &visitor, where: { isAt($0, port) }) { return .site(site) }
      if port == options.httpPort, options.redirectsToHTTPS,
        let found = secure(host, where: { $0.scheme != "http" && isAt($0, options.httpsPort) })
      {
        let suffix = options.httpsPort == 443 ? "" : ":\(options.httpsPort)"
        let location = Array("https://\(host)\(suffix)".utf8) + parsed.uri
        return .answer(
          .redirect(
            ServerRedirect(
              status: 308, location: location, rule: found.rule)))
      }
      if isListening { return .answer(.pass) }
    }
    // Behind another server Caddy listens on ports of its own.
    return site(host, parsed, &visitor) { _ in true }.map { .site($0) } ?? .answer(.pass)
  }

  /// Returns the site that this one is taken to be, where its address, or the environment of the server, does not tell.
  private func one(of possible: [CaddySite], _ visitor: inout VisitorAnswers) -> CaddySite? {
    guard possible.count > 1, let first = possible.first else { return possible.first }
    let option = visitor.choose(
      "sites " + possible.map(\.rule.location).joined(separator: " "),
      possible.map { "the site is the one at \($0.rule.mention)" }, nil)
    return possible.indices.contains(option) ? possible[option] : first
  }

  private func secure(_ host: String, where isRight: (CaddyAddress) -> Bool) -> CaddySite? {
    sites.first { site in
      site.addresses.contains { !$0.host.isEmpty && isRight($0) && $0.matches(host: host) == .yes }
    }
  }

  /// Returns the first site with such an address of the host.
  private func site(
    _ host: String, _ request: CaddyRequest, _ visitor: inout VisitorAnswers,
    where isRight: (CaddyAddress) -> Bool
  ) -> CaddySite? {
    var possible: [CaddySite] = []
    for site in sites {
      if site.addresses.isEmpty { return site }
      for address in site.addresses where isRight(address) && Self.isBelow(address.path, request) {
        switch address.matches(host: host) {
        case .yes:
          if possible.isEmpty || !address.host.isEmpty { return site }
          possible.append(site)
        case .no: continue
        case .unknown: possible.append(site)
        }
      }
    }
    return one(of: possible, &visitor)
  }

  private static func isBelow(_ path: CaddyPath?, _ request: CaddyRequest) -> Bool {
    guard let path else { return true }
    let own = ASCII.lowercased(GoURL.cleaned(request.path))
    switch path.kind {
    case .all: return true
    case .prefix: return own.starts(with: path.literal)
    case .suffix: return own.reversed().starts(with: path.literal.reversed())
    case .contains: return path.literal.isEmpty || ByteSearch.contains(Array(path.literal), in: own)
    case .glob(let pattern): if case .match = pattern.match(own) { return true } else { return false }
    default: return own == path.text
    }
  }

  // MARK: Versions

  private static func rule(_ answer: ServerAnswer) -> RedirectRule? {
    switch answer {
    case .pass: nil
    case .redirect(let redirect): redirect.rule
    case .serve(_, let rule), .errorPage(_, let rule), .refuse(_, let rule), .unknown(let rule, _): rule
    }
  }

  private static func summary(_ answer: ServerAnswer) -> String {
    switch answer {
    case .pass: "serves what is there"
    case .redirect(let redirect): "leads to \(redirect.locationText)"
    case .serve(let path, _), .errorPage(let path, _): "serves \(path.text)"
    case .refuse(let status, _): "answers \(status)"
    case .unknown(_, let reason): reason
    }
  }
}
