internal import AutoTagBytes
package import AutoTagWebURL

/// A sign in a site's files of the address that the site is published at.
package struct SiteOriginHint: Sendable, Hashable {
  package let origin: SiteOrigin
  /// The file as messages show it, and the line in it from 1.
  package let file: String
  package let line: Int?
  /// The site's other names by the same sign.
  package let aliases: [String]

  package init(_ origin: SiteOrigin, file: String, line: Int?, aliases: [String] = []) {
    (self.origin, self.file, self.line, self.aliases) = (origin, file, line, aliases)
  }

  /// A hint by an address; `nil` where its host is none of the public web's.
  package init?(_ url: WebURL, file: String, line: Int?) {
    guard let host = url.host, Self.isPublicName(host) else { return nil }
    self.init(SiteOrigin(scheme: url.origin.scheme, host: host, port: url.port), file: file, line: line)
  }

  /// A hint by the names that a server answers to, which are one site's; `nil` where none is a whole name.
  /// - Parameters:
  ///   - names: in lower case, with wildcards and patterns among them.
  ///   - rule: the line that has the names.
  init?(names: [String], scheme: String, port: Int? = nil, rule: RedirectRule) {
    let names = names.filter(Self.isPublicName)
    guard let first = names.first else { return nil }
    self.init(
      SiteOrigin(scheme: scheme, host: first, port: port), file: rule.file, line: rule.line,
      aliases: Array(names.dropFirst()))
  }

  /// Returns true for a whole name with a dot in it, and for an address in numbers that is not this machine's.
  private static func isPublicName(_ host: String) -> Bool {
    let labels = SiteOrigin.bare(host).split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1 && host != "127.0.0.1"
      && labels.allSatisfy { label in
        !label.isEmpty
          && label.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "-_".utf8.contains($0) || $0 >= 0x80 }
      }
  }

  /// Returns true if what stands behind a host begins its path.
  private static func beginsPath(_ text: Substring) -> Bool {
    let variable = text.lowercased()
    guard let first = variable.first else { return false }
    if first == "/" { return true }
    if ["%{request_uri}", "$request_uri", "$uri", "$document_uri", "${request_uri}", "${uri}"].contains(
      where: variable.hasPrefix)
    {
      return true
    }
    // A group of the path, which has its slash, is all that is left of the address.
    let name = variable.dropFirst().drop { $0 == "{" }
    return first == "$" && (name.first?.isNumber ?? false)
      && name.drop { $0.isNumber || $0 == "}" }.first.map { "/?#$".contains($0) } ?? true
  }

  /// Returns true if a host is one of the site's names by this sign.
  private func has(_ host: String) -> Bool {
    ([origin.host] + aliases).contains { SiteOrigin.bare($0) == SiteOrigin.bare(host) }
  }

  /// Returns the same with the names that other signs give to its host.
  fileprivate func takingAliases(of others: [SiteOriginHint]) -> SiteOriginHint? {
    let same = others.filter { $0.has(origin.host) }
    guard !same.isEmpty else { return nil }
    return SiteOriginHint(
      origin, file: file, line: line, aliases: aliases + same.flatMap { [$0.origin.host] + $0.aliases })
  }

  /// A hint by the target of a rule that leads all requests for other names of the site to the right one.
  /// - Parameter target: as it is written, with a path that is taken over from the request.
  init?(target: [UInt8], rule: RedirectRule) {
    let text = target.text
    guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
      return nil
    }
    let rest = text.dropFirst(scheme.count)
    let host = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
    let path = rest.dropFirst(host.count)
    // What is taken over stands behind the host: `/$1`, `%{REQUEST_URI}`, `$request_uri`, `/:splat`. A variable that goes
    // on with the host, as in `www.%{HTTP_HOST}`, leaves it unknown.
    guard path.contains("$") || path.contains("%{") || path.contains(":"), Self.beginsPath(path),
      let url = WebURL(scheme + host + "/")
    else { return nil }
    self.init(url, file: rule.file, line: rule.line)
  }
}

/// The address of a site as its files tell it.
package struct InferredOrigin: Sendable, Hashable {
  /// The signs to go by, one for each origin, the likeliest first: where there are several, all are followed. Empty where
  /// nothing tells the address.
  package let hints: [SiteOriginHint]

  /// - Parameters:
  ///   - rules: the signs in redirect rules.
  ///   - files: those in other files, the surest first.
  package init(rules: [SiteOriginHint], files: [SiteOriginHint]) {
    // A server's configuration may have other sites too: a name that two kinds of files give is the site's.
    if let agreed = files.lazy.compactMap({ $0.takingAliases(of: rules) }).first {
      hints = [agreed]
      return
    }
    // A name that answers over http and over https in different ways is two origins.
    var origins: Set<[String]> = []
    var hosts: Set<Substring> = []
    hints =
      (rules.filter { $0.origin.scheme == "https" } + rules.filter { $0.origin.scheme != "https" }).filter {
        hint in
        let host = SiteOrigin.bare(hint.origin.host)
        hosts.insert(host)
        return origins.insert([hint.origin.scheme, String(host), "\(hint.origin.effectivePort)"]).inserted
      } + files.filter { hosts.insert(SiteOrigin.bare($0.origin.host)).inserted }
  }

  /// One sign for each host.
  package var hosts: [SiteOriginHint] {
    var seen: Set<Substring> = []
    return hints.filter { seen.insert(SiteOrigin.bare($0.origin.host)).inserted }
  }
}
