import AutoTagAudit
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import AutoTagWebURL
import Foundation
import Synchronization
import TestSupport
package import Testing

extension AgreementSite {
  /// Expects `rewrite`, `audit` and `resolve` to say the same about the link in every mode of redirects, whatever its end
  /// is: the hosts that it may lead to are a group's.
  /// - Parameter host: a host of the group that the link is meant for, though no way leads there; `nil` for a link's own.
  package func expectAgreement(
    about host: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TemporaryFolder()
    try write(to: folder)
    let ways = try ways(in: folder)
    let hosts = Set(host.map { [$0] } ?? ways.flatMap(hosts)).filter(names).filter { host in
      // A group's host is no site of its own.
      baseURL.map { !$0.contains("//\(host)/") } ?? true
        && (try? TrackingGroup(name: "n", hosts: [host], subid: "u1", token: "t")) != nil
    }
    // A link that no way leads out of the site is nobody's.
    guard
      let group = try? TrackingGroup(
        name: "network", hosts: hosts.sorted(), subid: "u1", token: TrackingGroup.anyTrackToken),
      host != nil || ways.contains(where: group.mayBeEnd)
    else { return }
    for mode in [RedirectMode.tag, .inline, .auto, .mend] {
      try write(to: folder)
      let said = try Statements(of: self, options(folder, mode, groups: [group]))
      for fault in AgreementFaults(said).faults {
        Issue.record("\(mode): \(fault)", sourceLocation: sourceLocation)
      }
    }
  }

  /// The hosts that a way may lead to.
  private func hosts(_ chain: RedirectChain) -> [String] {
    switch chain.end {
    case .external(let url): chain.hops.isEmpty ? [] : [url.host].compactMap(\.self)
    case .unknown(let rule, _): Self.hosts(in: rule.text)
    // Where the link would lead is in the file.
    case .deadEnd(_, .some(let rule)) where rule.fileFault != nil: texts.flatMap(Self.hosts)
    default: []
    }
  }

  private static func hosts(in text: String) -> [String] {
    text.matches(of: /https?:\/\/([A-Za-z0-9.-]+)/).map { String($0.1) }
  }
}

extension TrackingGroup {
  /// Returns true if a way leads to the group, or ends at a rule that is not understood and names it.
  fileprivate func mayBeEnd(of chain: RedirectChain) -> Bool {
    switch chain.end {
    case .external(let url): !chain.hops.isEmpty && hosts.contains(url.host ?? "")
    case .unknown(let rule, _): hosts.contains { rule.text.lowercased().contains($0) }
    case .deadEnd(_, .some(let rule)): rule.fileFault != nil
    default: false
    }
  }
}

/// The statements of the three commands about the links of a page.
struct Statements {
  struct Of {
    let link: AgreementSite.PageLink
    let line: Int
    /// The link after `rewrite`.
    let after: String
    let problems: [Problem]
    let audited: AuditedLink?
    let findings: [Finding]
    /// `nil` for links whose mark `resolve` cannot be told.
    let resolved: LinkResolution?
  }

  let links: [Of]
  /// The tagged links and all affiliate links by `rewrite`'s summary.
  let tagged: Int
  let counted: Int
  /// The affiliate links of the site by `audit`.
  let listed: Int
  /// True if a second run changes something.
  let isUnstable: Bool

  init(of site: AgreementSite, _ options: RewriteOptions) throws {
    let pages = Mutex<[AuditedPage]>([])
    _ = try SiteAudit(AuditOptions(rewrite: options, levels: ["anytrack-tag-missing": .off])).run { page in
      pages.withLock { $0.append(page) }
    }
    let audited = pages.withLock { $0 }.first { $0.file == AgreementSite.page }
    let pageLinks = site.links
    let resolutions = try SiteRewriter.resolve(pageLinks.map(\.href), options).links
    let summary = try SiteRewriter(options).run()
    tagged = summary.groups.values.reduce(0) { $0 + $1.tagged }
    counted = summary.groups.values.reduce(0) { $0 + $1.affiliate }
    listed = pages.withLock { $0 }.reduce(0) { $0 + $1.links.count }
    let page = URL(filePath: options.site + "/" + AgreementSite.page)
    let lines = try String(contentsOf: page, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    isUnstable = try SiteRewriter(options).run().pages.changed != 0
    links = pageLinks.enumerated().map { index, link in
      let line = index + 2
      let value = lines[line - 1].split(separator: "\"", omittingEmptySubsequences: false)[1]
      let number = audited?.links.firstIndex { $0.line == line }
      return Of(
        link: link, line: line,
        after: Self.decoded(String(value)),
        problems: summary.problems.filter { $0.file == AgreementSite.page && $0.line == line },
        audited: number.flatMap { audited?.links[$0] },
        findings: (audited?.findings ?? []).filter { $0.line == line && $0.link == number },
        resolved: link.isMarked ? nil : resolutions[index])
    }
  }
}

extension Statements {
  /// The character references that links are written with, decoded.
  private static func decoded(_ value: String) -> String {
    value.replacing(/&#([0-9]+);/) { match in
      UInt32(match.1).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
    }.replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
  }
}

/// The contradictions between what the commands say.
struct AgreementFaults {
  private(set) var faults: [String] = []

  init(_ said: Statements) {
    let edited = said.links.count { $0.link.href != $0.after }
    if edited > said.tagged { faults.append("\(edited) links change, and \(said.tagged) are counted") }
    if said.counted != said.listed {
      faults.append("rewrite counts \(said.counted) affiliate links, audit lists \(said.listed)")
    }
    if said.isUnstable { faults.append("a second run changes the page again") }
    for link in said.links {
      let what = "\(link.link.href)\(link.link.isMarked ? " (marked)" : "")"
      for fault in Self.faults(of: link) { faults.append("\(what): \(fault)") }
    }
  }

  /// The codes of links that lead nowhere, or nobody can tell where.
  private static let broken: Set = [
    "redirect-not-understood", "redirect-dead-end", "redirect-loop", "redirect-too-long", "redirect-not-web",
  ]

  private static func faults(of said: Statements.Of) -> [String] {
    var faults: [String] = []
    func check(_ isRight: Bool, _ fault: @autoclosure () -> String) { if !isRight { faults.append(fault()) } }
    let isEdited = said.link.href != said.after
    let codes = Set(said.problems.map(\.code))
    let findings = Set(said.findings.map(\.code))
    let state = said.audited?.state
    if let resolved = said.resolved {
      check(
        (resolved.result ?? said.link.href) == said.after,
        "resolve \(resolved.result ?? "-"), rewrite \(said.after)")
      check(
        (resolved.decision?.isEdit ?? false) == isEdited,
        "resolve decides \(resolved.decision, default: "nothing")")
      check(
        said.audited?.group == resolved.group?.name,
        "audit lists \(said.audited?.group ?? "nothing"), resolve \(resolved.group?.name ?? "no group")")
      let isLost = !said.problems.isEmpty && said.problems.allSatisfy { Self.broken.contains($0.code) }
      check(
        !isLost || resolved.isTrackable == false, "\(codes.sorted()), and resolve does not call it lost")
      switch resolved.isTrackable {
      case true:
        check(state == .trackable || state == .repairable, "trackable by resolve, \(state, default: "-")")
      case false: check(state == .needsHand || said.audited == nil, "lost by resolve, \(state, default: "-")")
      case nil: break
      }
      // A rule that refuses the token is told of at the rule, and by resolve at each of its links.
      let notes = Set(resolved.notes.map(\.code)).subtracting(["token-refused"])
      let told: Set = [
        "redirect-drops-query", "redirect-query-unknown", "redirect-not-understood", "redirect-dead-end",
      ]
      // One address stands for no other way.
      let others = resolved.chain?.otherAddresses ?? []
      check(resolved.decision != .inlined || others.isEmpty, "inlined, and \(others.map(\.difference))")
      if !others.isEmpty {
        let words = (said.problems + resolved.notes).map(\.message) + said.findings.map(\.fix)
        check(
          !(words + [resolved.advice ?? ""]).contains { $0.contains("set redirects to inline") },
          "inline is advised, and would leave the link")
      }
      check(notes == codes.subtracting(told), "resolve notes \(notes.sorted()), rewrite \(codes.sorted())")
      if let chain = said.audited?.chain, let other = resolved.chain {
        check(chain.hops.map(\.source) == other.hops.map(\.rule.location), "other hops in audit")
        let isSame =
          switch (chain.query, other.forwarding) {
          case (.forwards, .forwards), (.drops, .drops), (.unknown, .unknown): true
          default: false
          }
        check(isSame, "audit \(chain.query), resolve \(other.forwarding)")
      }
    }
    check(state != .repairable || isEdited, "repairable by audit, and rewrite leaves it")
    check(state != .needsHand || !findings.isEmpty, "audit says needs-hand and not why")
    // Of a link that leads nowhere the audit says that alone.
    let leadsNowhere = !findings.isDisjoint(with: [
      "redirect-not-understood", "redirect-dead-end", "redirect-loop",
    ])
    check(
      leadsNowhere || codes.isSubset(of: findings),
      "rewrite says \(codes.sorted()), audit \(findings.sorted())")
    let repaired = Set(said.findings.filter(\.isRepairedByRewrite).map(\.code))
    check(repaired.isEmpty || isEdited, "audit says rewrite repairs \(repaired.sorted())")

    // The special care: nothing that may be a group's is passed over in silence.
    let hasToken = said.after.contains("u1=--CLICK-ID--")
    if !hasToken, !said.link.href.contains("u1=") {
      let place = /[^ ]+:[0-9]+/
      check(
        said.problems.contains { $0.message.contains(place) }, "rewrite is silent about it: \(codes.sorted())"
      )
      check(
        said.findings.contains { ($0.message + " " + $0.fix).contains(place) },
        "audit is silent about it: \(findings.sorted())")
    }
    return faults
  }
}
