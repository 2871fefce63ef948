internal import AutoTagBytes
internal import AutoTagTracking
package import AutoTagWebURL

/// All redirect rules of a site: it follows the site's links without asking the network.
///
/// The sources answer in the order given, each as its own server does; the pages that redirect come
/// after all rules, where their page is served. The `.htaccess` files of a site answer together, where the
/// first of them stands.
package struct RedirectMap: Sendable {
  package let site: SiteAddress
  private let files: SiteFiles
  private var servers: [any RedirectServer] = []
  /// Rules that nobody read, which may answer what nothing else does.
  private let unread: [UnreadRules]
  private var pages: [String: RedirectPage] = [:]
  /// Those of the pages that may lead to an end of interest.
  private var wantedPages: Set<String> = []
  /// The paths that a rule or a page may answer with a redirect.
  package private(set) var pathFilter = RedirectPathFilter()
  /// True for an end that is of interest.
  private let isWanted: @Sendable (RedirectChain.End) -> Bool
  /// The paths that rules of interest are for, though they may not answer them.
  let intended: IntendedPaths
  /// True if `/x` may be answered by `x.html`: static hosts do that, a bare httpd or nginx does not.
  private let hasCleanURLs: Bool

  /// - Parameters:
  ///   - sources: the files that were read, those whose rules come first in front.
  ///   - site: where the site is.
  ///   - files: what there is in the site.
  ///   - namesWanted: true for a rule whose words lead to an end of interest.
  ///   - isWanted: whether it is of interest that a page leads to such an end; asked to keep `pathFilter` small.
  package init(
    sources: [LoadedSource], site: SiteAddress, files: SiteFiles,
    namesWanted: (RedirectRule) -> Bool = { _ in false },
    isWanted: @escaping @Sendable (RedirectChain.End) -> Bool = { _ in true }
  ) {
    self.site = site
    self.files = files
    self.isWanted = isWanted
    unread = sources.flatMap(\.unread)
    hasCleanURLs = !sources.contains { [.htaccess, .nginx, .caddy, .webConfig].contains($0.format) }
    var folders: [ApacheFolder] = []
    var folderIndex = 0
    for source in sources {
      switch source.program {
      case .server(let server): servers.append(server)
      case .folder(let folder):
        if folders.isEmpty { folderIndex = servers.count }
        folders.append(folder)
      case .redirectPage(let page): pages[page.file] = pages[page.file] ?? page
      case .none: break
      }
    }
    if !folders.isEmpty {
      servers.insert(ApacheServer(folders: folders, site: site), at: folderIndex)
    }
    intended = IntendedPaths(
      servers.flatMap { server in
        server.intents { $0.unknown == nil && $0.fileFault == nil && namesWanted($0) }
      })
    for server in servers { pathFilter.formUnion(server.pathFilter) }
    intended.add(to: &pathFilter)
    for rules in unread { pathFilter.add(rules.prefix) }
    let root = URLEncoding.decoded(site.rootPath.utf8)
    for (path, page) in pages where mayLead(path, page) {
      wantedPages.insert(path)
      for form in Self.forms(ofFile: path) { pathFilter.add(page: root + form.utf8) }
    }
    // Such a page answers at every path where nothing is.
    let shown = servers.flatMap(\.errorPages)
    if !wantedPages.isEmpty,
      shown.contains(where: { file(for: $0) { wantedPages.contains($0) } != nil })
        || hasCleanURLs
          && wantedPages.contains(where: { $0 == Self.missingPage || $0.hasSuffix("/" + Self.missingPage) })
    {
      pathFilter.add(nil)
    }
  }

  /// Returns the paths by which a page may be asked for.
  private static func forms(ofFile path: String) -> [String] {
    var forms = [path]
    for index in ["index.html", "index.htm"] where path == index || path.hasSuffix("/" + index) {
      let folder = String(path.dropLast(index.count))
      forms += [folder, String(folder.dropLast())]
    }
    if path.hasSuffix(".html") { forms.append(String(path.dropLast(5))) }
    return forms
  }

  /// Returns true if a link may be led to an end of interest, without a look at files. False positives are possible,
  /// false negatives are not.
  package func mayLead(_ url: WebURL) -> Bool {
    let path = Array(url.path.utf8)
    // What is written in other ways than a file's name is followed.
    let isOdd = path.indices.contains { offset in
      path[offset] == UInt8(ascii: "%")
        || offset > 0 && path[offset] == UInt8(ascii: "/") && path[offset - 1] == UInt8(ascii: "/")
    }
    guard !isOdd else { return true }
    let name = Array(path.dropFirst().prefix { $0 != UInt8(ascii: "/") })
    if pathFilter.firstName(name.span).mightContainAny { return true }
    return site.relativePath(url.path).map { file(for: $0) { wantedPages.contains($0) } != nil } ?? false
  }

  /// Returns true if a page may lead a link to an end of interest. It leads each that asks for it in the same way to
  /// the same address, unless it adds the query; what rules do with the link itself is in their own filter.
  private func mayLead(_ path: String, _ page: RedirectPage) -> Bool {
    guard !page.dependsOnRequest else { return true }
    // Most lead to an address that is written out.
    if page.externalTargets.contains(where: { isWanted(.external($0)) }) { return true }
    // What is written relative depends on how the page was asked for.
    return Self.forms(ofFile: path).contains { form in
      let encoded = URLEncoding.encoded(form.utf8) {
        $0 == UInt8(ascii: "%") || URLEncoding.mustEncodeInPath($0)
      }
      guard let url = WebURL("./" + encoded, relativeTo: site.rootAsFolder) else { return true }
      return VisitorAnswers.outcomes(origins: site.origins) { walk(from: url, &$0).end }.outcomes
        .contains { isWanted($0.result) }
    }
  }

  /// True if no rule and no page redirects.
  package var isEmpty: Bool { servers.isEmpty && pages.isEmpty }

  /// Returns the chain of a link for the usual visitor, with the fate of its query.
  /// - Parameters:
  ///   - url: the link's address, absolute: `WebURL(href, relativeTo: page)`.
  ///   - parameter: the parameter that is to arrive, as it is written into the link.
  package func chain(from url: WebURL, carrying parameter: String = "u1=--CLICK-ID--") -> RedirectChain {
    var visitor = VisitorAnswers(origins: site.origins)
    return chain(from: url, carrying: parameter, &visitor)
  }

  /// Returns the chains of a link for all visitors, that of the usual one first.
  package func outcomes(
    from url: WebURL, carrying parameter: String = "u1=--CLICK-ID--"
  ) -> RedirectOutcomes {
    let (found, isComplete) = VisitorAnswers.outcomes(origins: site.origins) {
      chain(from: url, carrying: parameter, &$0)
    }
    return RedirectOutcomes(
      all: found.map {
        RedirectOutcome(
          chain: $0.result, assumed: $0.assumed, assumesBrowser: $0.assumesBrowser, remarks: $0.remarks)
      }, isComplete: isComplete)
  }

  /// The chain is walked without and with the parameter, since rules may ask for the query.
  private func chain(
    from url: WebURL, carrying parameter: String, _ visitor: inout VisitorAnswers
  ) -> RedirectChain {
    visitor.forgetLooksAtQuery()
    let samples = ClickIDSample.all(of: parameter)
    var plain: RedirectWalk?
    var chains: [(sample: ClickIDSample, chain: RedirectChain)] = []
    for sample in samples {
      let start = sample.sent(url)
      let way: RedirectWalk
      if let plain, !sample.changes(url) { way = plain } else { way = walk(from: start, &visitor) }
      plain = way
      let carried =
        start.hasParameter(sample.parameter) ? way : walk(from: start.carrying(sample.parameter), &visitor)
      var chain = sample.written(
        RedirectChain(
          start: url, hops: way.hops.map(\.hop), end: way.end,
          forwarding: way.forwarding(to: carried, sample.parameter)
        ).withoutStandIn, from: url)
      chain.needsParameter = !isWantedAddress(way.end) && isWantedAddress(carried.end)
      chain.fillsParameter = carried.fills(way, sample.parameter)
      chain.intended = way.intended
      chain.isPartial = chain.destination != nil && way.hops.last?.redirect.isPartial == true
      chains.append((sample, chain))
      // What no rule looks at it treats as it treats any other.
      if !visitor.looksAtQuery, !sample.changes(url), carried.treatsAlike(sample.id) { break }
    }
    guard var merged = RedirectChain.merged(chains, isWanted: isWantedAddress) else {
      return RedirectChain(start: url, hops: [], end: .page(url), forwarding: .forwards)
    }
    if visitor.looksAtQuery { merged.tokenRefusal = tokenRefusal(of: merged, parameter, visitor) }
    return merged
  }

  // MARK: Walking

  func walk(from start: WebURL, _ visitor: inout VisitorAnswers) -> RedirectWalk {
    var departure: (url: WebURL, hops: Int)?
    var walk = walk(from: start, &visitor, &departure)
    if let index = walk.hops.firstIndex(where: { $0.redirect.fileFault != nil }) {
      let (url, fault) = (walk.hops[index].hop.from, walk.hops[index].redirect.fileFault)
      // Without the fault it would lead there; as it is, nobody gets any further.
      if case .external(let intended) = walk.end, isWanted(walk.end) {
        walk.intended = intended
        walk.end = .deadEnd(url, refusedBy: fault)
        walk.hops.removeSubrange(index...)
        return walk
      }
      // A host skips a line and goes on without it.
      if fault?.format != .htaccess {
        walk.end = file(at: Array(url.path.utf8)) == nil ? .deadEnd(url, refusedBy: nil) : .page(url)
        walk.hops.removeSubrange(index...)
        return walk
      }
    }
    // The other host is the site's only where the site's rules lead on from there.
    guard let departure else { return walk }
    if isWantedAddress(walk.end) { return walk }
    walk.hops.removeLast(walk.hops.count - departure.hops)
    walk.end = .external(departure.url)
    return walk
  }

  /// Returns true if the host of a redirect's target is taken for that of the site, whose address is not known. It is a
  /// question only where a rule of the site may lead on from the path.
  private func isTakenForSite(_ url: WebURL, _ visitor: inout VisitorAnswers) -> Bool {
    guard site.root.host == nil, let host = url.host, !isWanted(.external(url)), mayLead(url) else {
      return false
    }
    let name = host + (url.port.map { ":\($0)" } ?? "")
    return visitor.choose(
      "site at \(name)",
      [
        "the site is at \(name)",
        "the site is not at \(name), which base-url in the configuration would tell",
      ],
      usual: 1, nil) == 0
  }

  func isWantedAddress(_ end: RedirectChain.End) -> Bool {
    if case .external = end { isWanted(end) } else { false }
  }

  /// - Parameter departure: gets where the link left for another host at the same path, which may be the site's too, and how
  ///   many redirects led there.
  private func walk(
    from start: WebURL, _ visitor: inout VisitorAnswers, _ departure: inout (url: WebURL, hops: Int)?
  ) -> RedirectWalk {
    var walk = RedirectWalk(end: .tooLong)
    var url = start
    var seen: Set<String> = []
    while true {
      guard
        site.contains(url) || SiteOrigin.isStandIn(url.host) || url.host == departure?.url.host
          || !walk.hops.isEmpty && isTakenForSite(url, &visitor)
      else {
        walk.end = .external(url)
        return walk
      }
      guard seen.insert(url.with(fragment: nil).description).inserted else {
        walk.end = .loop(url)
        return walk
      }
      let redirect: ServerRedirect
      switch answer(to: url, &visitor) {
      case .redirect(let found) where !found.isFollowed:
        walk.end = .deadEnd(url, refusedBy: found.rule)
        return walk
      case .redirect(let found): redirect = found
      case .refuse(let status, let rule):
        walk.end = (status == 404 ? unreadEnd(url) : nil) ?? .deadEnd(url, refusedBy: rule)
        return walk
      case .unknown(let rule, let reason):
        walk.end = .unknown(rule, reason)
        return walk
      case .pass, .serve, .errorPage:
        walk.end = unreadEnd(url) ?? .deadEnd(url, refusedBy: nil)
        return walk
      case nil:
        walk.end = .page(url)
        return walk
      }
      let location = redirect.location.text
      let next = WebURL(location, relativeTo: url)
      // Of such an address the host alone tells something, and only where it is of interest.
      if redirect.isPartial, !(next.map { isWanted(.external($0)) && !site.contains($0) } ?? false) {
        walk.end = .unknown(redirect.rule, redirect.rule.unknown ?? "")
        return walk
      }
      if walk.hops.count == RedirectChain.longest {
        walk.end = .tooLong
        return walk
      }
      // A relative address and the query that is handed on make the next request longer, and the next.
      let length = (next ?? url).path.utf8.count + ((next ?? url).query?.utf8.count ?? 0)
      guard max(redirect.location.count, length) <= ExpandedText.longest else {
        walk.end = .unknown(redirect.rule, ExpandedText.tooLong)
        return walk
      }
      walk.hops.append(
        RedirectWalk.Step(
          hop: RedirectHop(
            from: url, location: location, status: redirect.status, rule: redirect.rule),
          redirect: redirect, to: next))
      guard let next else {
        walk.end = .notWeb(location)
        return walk
      }
      if departure == nil, !site.contains(next), !SiteOrigin.isStandIn(next.host), next.path == url.path,
        !isWanted(.external(next))
      {
        departure = (next, walk.hops.count)
      }
      url = next
    }
  }

  /// Returns the end at an address that nothing answers, where rules that are not read may do so; `nil` where there are none.
  private func unreadEnd(_ url: WebURL) -> RedirectChain.End? {
    let path = Array(url.path.utf8)
    guard let rule = unread.first(where: { $0.mayAnswer(path) })?.rule else { return nil }
    return rule.fileFault == nil ? .unknown(rule, rule.unknown ?? "") : .deadEnd(url, refusedBy: rule)
  }

  /// Returns the answer to one request: a rule's, or that of the page that is served; `nil` where a page of the site
  /// is served and stays.
  private func answer(to url: WebURL, _ visitor: inout VisitorAnswers) -> ServerAnswer? {
    let request = ServerRequest(url, site: site)
    switch serverAnswer(to: request, &visitor) {
    // What is served instead of the request is a file; no other source is asked for it.
    case .serve(let path, _): return page(at: path, decoded: true, for: url, &visitor)
    case .pass: return page(at: request.path, decoded: false, for: url, &visitor)
    // A page that stays tells that there is nothing.
    case .errorPage(let path, _): return page(at: path, decoded: true, for: url, &visitor) ?? .pass
    case let answer: return answer
    }
  }

  /// Returns the answers of the first source that has one for a request: one for each kind of visitor, the usual one's
  /// first.
  package func serverAnswers(to request: ServerRequest) -> [ServerAnswer] {
    VisitorAnswers.outcomes(origins: site.origins) { serverAnswer(to: request, &$0) }.outcomes.map {
      outcome in
      // A line that its host skips says what was meant, and answers nothing.
      if case .redirect(let redirect) = outcome.result, let fault = redirect.fileFault,
        fault.format != .htaccess
      {
        return .pass
      }
      return outcome.result
    }
  }

  private func serverAnswer(to request: ServerRequest, _ visitor: inout VisitorAnswers) -> ServerAnswer {
    for server in servers {
      let answer = server.answer(request, files: files, visitor: &visitor)
      if case .pass = answer { continue }
      return answer
    }
    return .pass
  }

  /// Returns what the page at a path does: redirects, or nothing (`nil`). `pass` where there is none.
  private func page(
    at path: [UInt8], decoded: Bool, for url: WebURL, _ visitor: inout VisitorAnswers
  ) -> ServerAnswer? {
    let file = decoded ? existingFile(at: path) : file(at: path)
    guard let file else {
      return missingPage(for: path).flatMap { pages[$0]?.answer(to: url, &visitor) } ?? .pass
    }
    return pages[file]?.answer(to: url, &visitor)
  }

  /// The page that static hosts serve where nothing is: Netlify, GitHub Pages and Vercel that of the root, Cloudflare the
  /// nearest.
  private static let missingPage = "404.html"

  private func missingPage(for path: [UInt8]) -> String? {
    guard hasCleanURLs, let path = site.relativePath(path.text) else { return nil }
    var folder = path.text[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let name = "\(folder)/\(Self.missingPage)"
      if pages[name] != nil { return name }
    }
    return pages[Self.missingPage] == nil ? nil : Self.missingPage
  }

  // MARK: Files

  /// The file that is served for a path where no rule answers; `nil` for none.
  func file(at path: [UInt8]) -> String? {
    site.relativePath(path.text).flatMap { existingFile(at: $0) }
  }

  /// The file that is served for a decoded path.
  private func existingFile(at path: [UInt8]) -> String? { file(for: path) { files.kind($0) == .file } }

  /// The first of the files that a decoded path may stand for that is there.
  private func file(for path: [UInt8], isThere: (String) -> Bool) -> String? {
    var path = path.text[...]
    while path.hasPrefix("/") { path.removeFirst() }
    if !path.hasSuffix("/"), !path.isEmpty {
      let name = String(path)
      if isThere(name) { return name }
      if hasCleanURLs, isThere(name + ".html") { return name + ".html" }
    }
    while path.hasSuffix("/") { path.removeLast() }
    for index in ["index.html", "index.htm"] {
      let name = path.isEmpty ? index : "\(path)/\(index)"
      if isThere(name) { return name }
    }
    return nil
  }
}
