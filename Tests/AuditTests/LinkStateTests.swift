import AutoTagAudit
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("What an audit counts as trackable")
struct LinkStateTests {
  private static let address =
    "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=1&murl=https%3A%2F%2Fx.example"
  private static let tagged = "<a rel=sponsored href=\"\(address)&u1=--CLICK-ID--\">x</a>"
  private static let untagged = "<a rel=sponsored href=\"\(address)\">x</a>"
  private static let tag = AnyTrackTag.script()
  private static let manager = "<script src=\"https://www.googletagmanager.com/gtm.js?id=GTM-A\"></script>"

  struct Case: CustomTestStringConvertible, Sendable {
    let page: String
    let isRuleOff: Bool
    let states: [AuditedLink.State]

    init(_ page: String, isRuleOff: Bool = false, _ states: AuditedLink.State...) {
      (self.page, self.isRuleOff, self.states) = (page, isRuleOff, states)
    }

    var testDescription: String { "\(page) \(isRuleOff)" }
  }

  static let cases = [
    Case("<head>\(tag)</head>\(tagged)", .trackable),
    Case("<head>\(tag)</head>\(untagged)", .repairable),
    Case("<head>\(tag)</head>\(tagged)\(untagged)", .trackable, .repairable),
    // Nothing replaces the token, whoever writes it there.
    Case("<head></head>\(tagged)", .needsHand),
    Case("<head></head>\(untagged)", .needsHand),
    Case(tagged, .needsHand),
    Case("<head><!-- \(tag) --></head>\(tagged)\(untagged)", .needsHand, .needsHand),
    Case("<head><noscript>\(tag)</noscript></head>\(tagged)", .needsHand),
    Case("<head></head><body>\(tag)\(tagged)", .trackable),
    // The tag may come from there; the warning says that this cannot be told.
    Case("<head>\(manager)</head>\(tagged)", .trackable),
    // The configuration says that the tag comes from elsewhere.
    Case("<head></head>\(tagged)", isRuleOff: true, .trackable),
    Case("<head></head>\(untagged)", isRuleOff: true, .repairable),
  ]

  @Test("a link on a page without AnyTrack's tag needs a hand", arguments: cases)
  func states(test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write(test.page, to: "index.html")
    let audited = try Audited(folder) {
      if test.isRuleOff { $0.levels["anytrack-tag-missing"] = .off }
    }
    #expect(audited.pages.flatMap(\.links).map(\.state) == test.states)
    for state in AuditedLink.State.allCases {
      #expect(audited.summary.count(state) == test.states.count { $0 == state })
    }
  }

  static let coded = [
    (untagged, AuditedLink.State.repairable), (tagged, .repairable),
    (untagged.replacing("example\"", with: "example&u1=\(code)\""), .trackable),
    (untagged.replacing("example\"", with: "example&u1=own\""), .needsHand),
  ]

  private static let code = LinkCode.of(LinkPlace(page: "index.html", destination: address))

  @Test("a link's code needs no tag", arguments: coded)
  func codes(link: String, state: AuditedLink.State) throws {
    let group = try TrackingGroup(
      name: "rakuten", hosts: ["click.linksynergy.com"], subid: "u1", token: TrackingGroup.anyTrackToken,
      usesCodes: true)
    let audited = try Audited(page: Data("<head></head>\(link)".utf8)) { $0.rewrite.rules.groups = [group] }
    #expect(audited.pages.flatMap(\.links).map(\.state) == [state])
  }

  @Test(
    "every format counts the link of a page without the tag as one that needs a hand",
    arguments: [
      (AnyFormat.text, "0 of 1 link trackable (0 %)."), (.json, "\"percent_trackable\": 0"),
      (.json, "\"state\": \"needs-hand\""), (.github, "0 of 1 link trackable (0 %)"),
      (.markdown, "**0 %** of 1 affiliate link is trackable"), (.csv, ",needs-hand,"),
      (.html, "\"shares\":[0,0,100]"), (.junit, "tests=\"2\" failures=\"2\""),
    ])
  func formats(format: AnyFormat, text: String) throws {
    let audited = try Audited(page: Self.tagged)
    var sample = SampleAudit.empty
    (sample.pages, sample.summary) = (audited.pages, audited.summary)
    let written = sample.text(format.report)
    #expect(written.contains(text), "\(written)")
  }

  enum AnyFormat: Sendable {
    case text, json, github, markdown, csv, html, junit

    var report: any AuditReport {
      switch self {
      case .text: TextReport()
      case .json: JSONReport()
      case .github: GitHubReport()
      case .markdown: MarkdownReport()
      case .csv: CSVInventory()
      case .html: HTMLReport()
      case .junit: JUnitReport(failOn: .error)
      }
    }
  }

  static let shares: [(trackable: Int, repairable: Int, needsHand: Int, percent: Int?)] = [
    (0, 0, 0, nil), (0, 0, 1, 0), (1, 0, 0, 100), (0, 1, 0, 0), (1, 1, 1, 33), (1, 1, 0, 50),
    // Some is neither none nor all.
    (1, 999, 0, 1), (1, 0, 100_000, 1), (999, 1, 0, 99), (100_000, 0, 1, 99), (2, 1, 0, 67), (8, 3, 0, 73),
    (3, 8, 0, 27), (3, 0, 8, 27), (7, 1, 0, 88), (1, 0, 7, 12), (199, 1, 0, 99),
    (9_998, 1, 1, 99),
  ]

  @Test("a share of some links is neither 0 nor 100", arguments: shares)
  func share(trackable: Int, repairable: Int, needsHand: Int, percent: Int?) {
    var summary = AuditSummary()
    summary.links = [.trackable: trackable, .repairable: repairable, .needsHand: needsHand]
    #expect(summary.percentTrackable == percent)
    var sample = SampleAudit.empty
    sample.summary = summary
    let text = sample.text(TextReport())
    for count in [trackable, repairable, needsHand] where count > 0 && count < summary.linkCount {
      let row = text.split(separator: "\n").first {
        $0.contains(" %  ") && $0.split(separator: " ").first == "\(count)"
      }
      #expect(row?.contains(" 100 %") == false && row?.contains(" 0 %") == false, "\(text)")
    }
  }
}
