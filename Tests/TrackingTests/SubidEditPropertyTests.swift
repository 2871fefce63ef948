import AutoTagHTML
import AutoTagTracking
import TestSupport
import Testing

@Suite("The edit, on values that nobody would write")
struct SubidEditPropertyTests {
  static let pieces = [
    "https://click.linksynergy.com", "/deeplink", "?", "?", "&", "&", "&amp;", "&amp", "&#38;", "&#x26", "#",
    "&num;", "=", "=", "&equals;", "&quest;", "u1", "u1", "u1=", "&u1=", "U1", "%751", "u%31", "id=A", "x",
    "1",
    "lt", "a", ";", "amp;", "&copy", "&reg", "&not", "&notin;", "&eacute;", "&bne;", "&#", "&#x", "&#3",
    "&#x2",
    "--CLICK-ID--", "u1=--CLICK-ID--", "%2D", " ", "\n", "\r\n", "\t", "&#9;", "&Tab", "&#32", "é", "\0",
    "murl=",
    "%", "'", "\"",
  ]

  @Test("means the old link plus the parameter, and is done once", arguments: [UInt64(1), 2, 3])
  func generatedValues(seed: UInt64) throws {
    var randomness = Randomness(seed: seed)
    var groups = [TrackingGroup.rakuten]
    for (subid, token) in [("1x", "T"), ("a", "1"), ("lt", "AB"), ("copy", "T"), ("amp", "T"), ("lt-x", "T")]
    {
      groups.append(try TrackingGroup(name: "g", hosts: ["go.example"], subid: subid, token: token))
    }
    var edits = 0
    for _ in 0..<20_000 {
      var raw = ""
      for _ in 0...Int.random(in: 0...9, using: &randomness) { raw += randomness.pick(Self.pieces) }
      let group = randomness.once(in: 2) ? TrackingGroup.rakuten : randomness.pick(groups)
      let policy = randomness.pick(ExistingSubidPolicy.allCases)
      let isXHTML = randomness.once(in: 2)
      func decide(_ raw: String) -> SubidDecision {
        SubidDecision.of(raw.utf8Span.span, for: group, existing: policy, isXHTML: isXHTML)
      }
      let decision = decide(raw)
      let answer = SubidModel(subid: group.subid, token: group.token)
        .answer(SubidModel.seen(decoded(raw)), policy)
      switch decision.outcome {
      case .alreadyTagged: #expect(answer == .alreadyTagged, "\(raw.debugDescription)")
      case .kept: #expect(answer == .kept, "\(raw.debugDescription)")
      case .skipped(.repeatedSubid): #expect(answer == .repeated, "\(raw.debugDescription)")
      case .skipped(.ambiguousReference):
        // One reference that stands for `=` and what follows it.
        #expect(raw.contains("&bne;"), "\(raw.debugDescription) \(group.subid) \(policy)")
      case .skipped(.templateCode): Issue.record("there is none in \(raw.debugDescription)")
      case .skipped(.uneditable): break
      case .edit(let edit):
        edits += 1
        let new = apply(decision, to: raw)
        let context = "\(raw.debugDescription) became \(new.debugDescription)"
        #expect(answer == .becomes(SubidModel.seen(decoded(new))), "\(context)")
        #expect(decide(new).outcome == .alreadyTagged, "\(context)")
        #expect(
          edit.replacement.count <= group.subid.count + group.token.count + "&amp;=".count, "\(context)")
        try checkUnquoted(raw, new, context)
      }
    }
    #expect(edits > 8000)
  }

  /// The new value can stand without quotes if the old one can.
  private func checkUnquoted(_ raw: String, _ new: String, _ context: String) throws {
    let first = raw.utf8.first
    let hasEnd = raw.utf8.contains { byte in [0x09, 0x0A, 0x0C, 0x0D, 0x20, 0x3E].contains(byte) }
    guard !hasEnd, first != 0x22, first != 0x27 else { return }
    let page = Array("<a href=\(new)>".utf8)
    let links = try LinkReader().links(of: page.span) { _, _, _ in true }.links
    #expect(links.map(\.href) == [decoded(new)], "\(context)")
  }
}
