import AutoTagBytes
import AutoTagHTML
import AutoTagTracking
import TestSupport
import Testing

@Suite("The edit that takes the click-id token out of a link")
struct SubidRemovalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let raw: String
    /// The value without the token; `nil` where nothing changes.
    let expected: String?
    /// The code of the problem with a link that is left.
    let leftAlone: String?

    init(_ raw: String, _ expected: String?, leftAlone: String? = nil) {
      (self.raw, self.expected, self.leftAlone) = (raw, expected, leftAlone)
    }

    var testDescription: String { raw.debugDescription }
  }

  private static let link = "https://click.linksynergy.com/deeplink"
  private static let token = "u1=--CLICK-ID--"

  static let cases = [
    Case("\(link)?id=A&\(token)", "\(link)?id=A"),
    Case("\(link)?id=A&amp;\(token)", "\(link)?id=A"),
    Case("\(link)?id=A&#38;\(token)", "\(link)?id=A"),
    Case("\(link)?\(token)", link),
    Case("/go/x?\(token)#top", "/go/x#top"),
    Case("/go/x?a=1&\(token)#top", "/go/x?a=1#top"),
    Case(" /go/x?a&\(token)\n", " /go/x?a\n"),
    // It was there without a value, or somebody wrote it.
    Case("\(link)?\(token)&id=A", "\(link)?id=A"),
    Case("\(link)?\(token)&amp;id=A", "\(link)?id=A"),
    Case("\(link)?a&\(token)&b", "\(link)?a&b"),
    Case("\(link)?a&\(token)&", "\(link)?a&"),
    Case("\(link)?&\(token)", "\(link)?"),
    Case("\(link)?u%31=--CLICK-ID--&a", "\(link)?a"),
    // Nothing to take out.
    Case("\(link)?id=A", nil),
    Case(link, nil),
    Case("\(link)?u1=summer", nil),
    Case("\(link)?u1=", nil),
    Case("\(link)?u1=--CLICK-ID--2", nil),
    Case("\(link)?U1=--CLICK-ID--", nil),
    Case("\(link)?a#?\(token)", nil),
    Case("\(link)?murl=https%3A%2F%2Fe.com%3Fu1%3D--CLICK-ID--", nil),
    // Nobody can tell.
    Case("\(link)?\(token)&\(token)", nil, leftAlone: "repeated-subid"),
    Case("\(link)?u1=x&\(token)", nil, leftAlone: "repeated-subid"),
    // Template code around it stays as it is.
    Case("\(link)?id={{ id }}&\(token)", "\(link)?id={{ id }}"),
    Case("{{ link }}?a=1&\(token)", "{{ link }}?a=1"),
    Case("\(link)?a=1&u1={{ id }}", nil),
    // A reference that its separator ended would swallow what comes then.
    Case("\(link)?a=&copy&\(token)", "\(link)?a=&copy"),
  ]

  @Test(arguments: cases)
  func removal(test: Case) throws {
    let raw = Array(test.raw.utf8)
    switch SubidRemoval.of(raw.span, for: .rakuten) {
    case .edit(let edit):
      #expect(Self.applied(edit, to: raw) == test.expected)
    case .absent: #expect(test.expected == nil && test.leftAlone == nil)
    case .skipped(let skip): #expect(test.expected == nil && skip.fault.code.rawValue == test.leftAlone)
    }
  }

  @Test("undoes what was inserted, on values that nobody would write", arguments: [UInt64(1), 2, 3])
  func undoes(seed: UInt64) throws {
    var randomness = Randomness(seed: seed)
    var undone = 0
    for _ in 0..<20_000 {
      var raw = ""
      for _ in 0...Int.random(in: 0...9, using: &randomness) {
        raw += randomness.pick(SubidEditPropertyTests.pieces)
      }
      let bytes = Array(raw.utf8)
      let tagged = SubidDecision.of(bytes.span, for: .rakuten, existing: .keep, isXHTML: false)
      guard case .edit(let edit) = tagged.outcome, edit.range.isEmpty,
        edit.replacement.starts(with: "?".utf8) || edit.replacement.starts(with: "&".utf8)
      else { continue }
      let new = Array(Self.applied(edit, to: bytes).utf8)
      guard case .edit(let removal) = SubidRemoval.of(new.span, for: .rakuten) else {
        Issue.record("nothing is taken out of \(new)")
        continue
      }
      #expect(Self.applied(removal, to: new) == raw)
      undone += 1
    }
    #expect(undone > 2000)
  }

  private static func applied(_ edit: SubidEdit, to raw: [UInt8]) -> String {
    String(
      decoding: Splice.joined(raw.span, [Edit(range: edit.range, replacement: edit.replacement)]),
      as: UTF8.self)
  }
}
