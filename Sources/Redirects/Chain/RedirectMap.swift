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
  /// The origins that a site of unknown address may have, as its files say; the likeliest first.
  private let origins: [SiteOrigin]
  private let files: SiteFiles
  private var servers: [any RedirectServer] = []
  private var pages: [String: RedirectPage] = [:]
  /// Those of the pages that may lead to an end of interest.
  private var wantedPages: Set<String> = []
  /// The paths that a rule or a page may answer with a redirect.
  package private(set) var pathFilter = RedirectPathFilter()
  /// True for an end that is of interest.
  private let isWanted: @Sendable (RedirectChain.End) -> Bool
  /// True if `/x` may be answered by `x.html`: static hosts do that, a bare httpd or nginx does not.
  private let hasCleanURLs: Bool

  /// - Parameters:
  ///   - sources: the files that were read, those whose rules come first in front.
  ///   - site: where the site is.
  ///   - files: what there is in the site.
  ///   - origins: the origins that a site of unknown address may have, the likeliest first; empty for any.
  ///   - isWanted: whether it is of interest that a page leads to such an end; asked to keep `pathFilter` small.
  package init(
    sources: [LoadedSource], site: SiteAddress, files: SiteFiles, origins: [SiteOrigin] = [],
    isWanted: @escaping @Sendable (RedirectChain.End) -> Bool = { _ in true }
  ) {
    self.site = site
    self.files = files
    self.origins = origins
    self.isWanted = isWanted
    hasCleanURLs = !sources.contains { [.htaccess, .nginx, .caddy, .webConfig].contains($0.format) }
    var folders: [ApacheFolder] = []
    var folderIndex = 0
    for source in sources {
      switch source.program {
      case .server(let server): servers.append(server)
      case .folder(let folder):
        if folders.isEmpty { folderIndex = servers.count }
        folders.append(folder)
      case .redirectPage(let path, let page): pages[path] = pages[path] ?? page
      case .none: break
      }
    }
    if !folders.isEmpty {
      servers.insert(ApacheServer(folders: folders, site: site), at: folderIndex)
    }
    for server in servers { pathFilter.formUnion(server.pathFilter) }
    let root = URLEncoding.decoded(site.rootPath.utf8)
    for (path, page) in pages where mayLead(path, page) {
      wantedPages.insert(path)
      for form in Self.forms(ofFile: path) { pathFilter.add(page: root + form.utf8) }
    }
    // Such a page answers at every path where nothing is.
    let shown = servers.flatMap(\.errorPages)
    if !wantedPages.isEmpty, shown.contains(where: { file(for: $0) { wantedPages.contains($0) } != nil }) {
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
    // What is written relative depends on how the page was asked for.
    return Self.forms(ofFile: path).contains { form in
      let encoded = URLEncoding.encoded(form.utf8) {
        $0 == UInt8(ascii: "%") || URLEncoding.mustEncodeInPath($0)
      }
      guard let url = WebURL("./" + encoded, relativeTo: site.rootAsFolder) else { return true }
      return VisitorAnswers.outcomes(origins: origins) { walk(from: url, &$0).end }.outcomes
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
    var visitor = VisitorAnswers(origins: origins)
    return chain(from: url, carrying: parameter, &visitor)
  }

  /// Returns the chains of a link for all visitors, that of the usual one first.
  package func outcomes(
    from url: WebURL, carrying parameter: String = "u1=--CLICK-ID--"
  ) -> RedirectOutcomes {
    let (found, isComplete) = VisitorAnswers.outcomes(origins: origins) {
      chain(from: url, carrying: parameter, &$0)
    }
    return RedirectOutcomes(
      all: found.map {
        RedirectOutcome(chain: $0.result, assumed: $0.assumed, assumesBrowser: $0.assumesBrowser)
      }, isComplete: isComplete)
  }

  /// The chain is walked without and with the parameter, since rules may ask for the query.
  private func chain(
    from url: WebURL, carrying parameter: String, _ visitor: inout VisitorAnswers
  ) -> RedirectChain {
    let plain = walk(from: url, &visitor)
    let carried = walk(from: Self.carrying(parameter, url), &visitor)
    return RedirectChain(
      start: url, hops: plain.hops.map(\.hop), end: plain.end,
      forwarding: forwarding(plain, carried, parameter)
    ).withoutStandIn
  }

  // MARK: Walking

  private struct Step {
    let hop: RedirectHop
    let redirect: ServerRedirect
    let to: WebURL?
  }

  private struct Walk {
    var hops: [Step] = []
    var end: RedirectChain.End

    /// Returns true if the request of a hop brings the parameter without being made to: then no count tells more.
    func carriesAlready(_ parameter: String, at index: Int) -> Bool {
      hops[index].hop.from.hasParameter(parameter) && hops[index].to?.hasParameter(parameter) == true
    }
  }

  private func walk(from start: WebURL, _ visitor: inout VisitorAnswers) -> Walk {
    var departure: (url: WebURL, hops: Int)?
    var walk = walk(from: start, &visitor, &departure)
    // The other host is the site's only where the site's rules lead on from there.
    guard let departure else { return walk }
    if case .external = walk.end, isWanted(walk.end) { return walk }
    walk.hops.removeLast(walk.hops.count - departure.hops)
    walk.end = .external(departure.url)
    return walk
  }

  /// - Parameter departure: gets where the link left for another host at the same path, which may be the site's too, and how
  ///   many redirects led there.
  private func walk(
    from start: WebURL, _ visitor: inout VisitorAnswers, _ departure: inout (url: WebURL, hops: Int)?
  ) -> Walk {
    var walk = Walk(end: .tooLong)
    var url = start
    var seen: Set<String> = []
    while true {
      guard site.contains(url) || SiteOrigin.isStandIn(url.host) || url.host == departure?.url.host else {
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
      case .refuse(_, let rule):
        walk.end = .deadEnd(url, refusedBy: rule)
        return walk
      case .unknown(let rule, let reason):
        walk.end = .unknown(rule, reason)
        return walk
      case .pass, .serve, .errorPage:
        walk.end = .deadEnd(url, refusedBy: nil)
        return walk
      case nil:
        walk.end = .page(url)
        return walk
      }
      if walk.hops.count == RedirectChain.longest {
        walk.end = .tooLong
        return walk
      }
      let location = redirect.location.text
      let next = WebURL(location, relativeTo: url)
      // A relative address and the query that is handed on make the next request longer, and the next.
      let length = (next ?? url).path.utf8.count + ((next ?? url).query?.utf8.count ?? 0)
      guard max(redirect.location.count, length) <= ExpandedText.longest else {
        walk.end = .unknown(redirect.rule, ExpandedText.tooLong)
        return walk
      }
      walk.hops.append(
        Step(
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
    VisitorAnswers.outcomes(origins: origins) { serverAnswer(to: request, &$0) }.outcomes.map(\.result)
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
    guard let file else { return .pass }
    return pages[file]?.answer(to: url, &visitor)
  }

  // MARK: Files

  private func file(at path: [UInt8]) -> String? {
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

  // MARK: Queries

  private static func carrying(_ parameter: String, _ url: WebURL) -> WebURL {
    if url.hasParameter(parameter) { return url }
    guard let query = url.query, !query.isEmpty else { return url.with(query: parameter) }
    return url.with(query: query.hasSuffix("&") ? query + parameter : "\(query)&\(parameter)")
  }

  /// Compares the walk without the parameter with the one that carries it, and names the first hop where
  /// they part.
  private func forwarding(_ plain: Walk, _ carried: Walk, _ parameter: String) -> QueryForwarding {
    for (index, step) in plain.hops.enumerated() {
      func decision(
        _ reason: String, by rule: RedirectRule? = nil, remedy: String? = nil
      ) -> QueryForwarding.Decision {
        QueryForwarding.Decision(rule: rule ?? step.hop.rule, reason: reason, remedy: remedy)
      }
      guard index < carried.hops.count else {
        if case .unknown(let rule, let reason) = carried.end {
          return .unknown(QueryForwarding.Decision(rule: rule, reason: reason))
        }
        return .drops(decision("the rule does not answer a request that has a query string"))
      }
      let other = carried.hops[index]
      if let reason = other.redirect.queryUnknown { return .unknown(decision(reason)) }
      guard let to = step.to, let otherTo = other.to else { return .forwards }
      guard to.isSameAddress(as: otherTo, without: parameter) else {
        return .drops(
          decision("a request with a query string is led elsewhere, to \(otherTo)", by: other.hop.rule))
      }
      let count = otherTo.parameterCount(written: parameter)
      guard
        count <= max(1, to.parameterCount(written: parameter) + 1)
          || plain.carriesAlready(parameter, at: index)
      else {
        return .drops(decision("the rule hands the query on twice", by: other.hop.rule))
      }
      // What the target has of its own is not what the request brought.
      guard
        otherTo.parameterCount(written: parameter) > to.parameterCount(written: parameter)
          || plain.carriesAlready(parameter, at: index)
      else {
        return .drops(
          decision(
            other.redirect.status == 200
              ? "the page leads to a fixed address, without the query string it was asked with"
              : "the rule leads to \(other.hop.location), without the query string of the request",
            // That of requests with a query may be another one.
            by: other.hop.rule,
            remedy: index == plain.hops.count - 1 ? remedy(other, to, parameter) : nil))
      }
    }
    if case .unknown(let rule, let reason) = plain.end {
      return .unknown(QueryForwarding.Decision(rule: rule, reason: reason))
    }
    return .forwards
  }

  /// Returns the change of a rule's settings with which its answer has the parameter, once; `nil` where none is known.
  /// - Parameter plain: where the rule leads without the parameter.
  private func remedy(_ step: Step, _ plain: WebURL, _ parameter: String) -> String? {
    guard let remedy = step.redirect.remedy,
      let url = WebURL(remedy.location.text, relativeTo: step.hop.from),
      url.origin == plain.origin, url.path == plain.path, url.parameterCount(written: parameter) == 1,
      url.parameterCount(named: String(parameter.prefix { $0 != "=" })) == 1
    else { return nil }
    return remedy.words
  }
}

extension WebURL {
  /// Returns true if another address is the same but for a parameter that it has besides, also within the value of
  /// another parameter: rules may write the whole query there. An order of parameters makes no other address.
  fileprivate func isSameAddress(as other: WebURL, without parameter: String) -> Bool {
    guard origin == other.origin, port == other.port, path == other.path else { return false }
    let own = query ?? ""
    if other.query == (own.isEmpty ? parameter : "\(own)&\(parameter)") { return true }
    return parameters(without: parameter) == other.parameters(without: parameter)
  }

  private func parameters(without parameter: String) -> [String] {
    var parameters: [String] = []
    // A rule that asks for the parameter by its name writes it without a value where the request has none.
    let name = parameter.prefix { $0 != "=" }
    for part in (query ?? "").split(separator: "&")
    where part != parameter && part != name && part != name + "=" {
      var text = String(part)
      for form in [parameter, parameter.replacing("=", with: "%3D"), parameter.replacing("=", with: "%3d")] {
        for separator in ["?", "%3F", "%3f", "%26", ""] { text = text.replacing(separator + form, with: "") }
      }
      parameters.append(text)
    }
    return parameters.sorted()
  }
}
