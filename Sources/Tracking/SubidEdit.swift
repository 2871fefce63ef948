internal import AutoTagBytes
import AutoTagHTML

/// The one change that makes a link carry the click id. The value is edited as the text it is: nothing in it
/// is decoded and encoded again.
package struct SubidEdit: Sendable, Hashable {
  /// The place in the value as it is written; empty for an insertion.
  package let range: Range<Int>

  /// What goes there: ASCII that needs no quotes around the value.
  package let replacement: [UInt8]

  /// Decides about a link of a tracking group.
  ///
  /// A parameter whose name is percent-encoded (`%751=`) counts as the subid parameter, because the network
  /// decodes names. The query is what a browser takes for it: from the first `?` to the first `#`, both also
  /// where a character reference stands for them. Every edit is proved before it is given: the new value
  /// decodes to the old one plus the parameter. Nothing is written into template code; where that leaves open
  /// what is to be written or where, the link is left alone.
  /// - Parameters:
  ///   - raw: the value of `href` as it is written, without its quotes, in an ASCII-compatible encoding.
  ///   - group: the group whose link it is.
  ///   - policy: what to do with another value in the subid parameter.
  ///   - isXHTML: whether the page calls itself XHTML; it decides how an ampersand is written where the
  ///     value gives no example or several.
  package static func decide(
    _ raw: Span<UInt8>, for group: TrackingGroup, existing policy: ExistingSubidPolicy, isXHTML: Bool
  ) -> SubidDecision {
    let text = LinkText(CharacterReferences.decode(raw))
    if let reason = UneditableReason.written(in: text.bytes.span) {
      return SubidDecision(outcome: .skipped(.uneditable(reason)), notes: [])
    }
    let subid = Array(group.subid.utf8)
    let lowercasedSubid = subid.map(ASCII.lowercased)
    var found: [LinkText.Parameter] = []
    var notes: [SubidNote] = []
    for parameter in text.parameters {
      // Hardly any name is encoded; one that is longer or shorter as it is written cannot be the subid then.
      let written = text.bytes[parameter.name]
      guard written.count == subid.count || written.contains(UInt8(ascii: "%")) else { continue }
      let name = PercentEncoding.decode(text.bytes.span, parameter.name)
      if name == subid {
        found.append(parameter)
      } else if name.map(ASCII.lowercased) == lowercasedSubid {
        notes.append(.otherCase(String(decoding: name, as: UTF8.self)))
      }
    }
    let outcome: SubidDecision.Outcome
    if !text.code.isEmpty, let decided = besideCode(found, named: subid, in: text, group.token, policy) {
      outcome = decided
    } else {
      switch found.count {
      case 0: outcome = addition(to: text, raw, group, isXHTML: isXHTML)
      case 1: outcome = completion(of: found[0], in: text, raw, group, policy, &notes)
      default: outcome = .skipped(.repeatedSubid)
      }
    }
    return SubidDecision(outcome: outcome, notes: notes)
  }

  /// The whole parameter, at the end of the query.
  private static func addition(
    to text: LinkText, _ raw: Span<UInt8>, _ group: TrackingGroup, isXHTML: Bool
  ) -> SubidDecision.Outcome {
    if let obstacle = text.obstacleToAddition { return .skipped(.templateCode(obstacle)) }
    let place = text.fragment..<text.fragment
    let parameter = "\(group.subid)=\(group.token)"
    guard let query = text.query else {
      return edit(text, raw, at: place, spellings: ["?" + parameter], meaning: "?" + parameter)
    }
    if query.isEmpty {
      // `…&#63` without its semicolon takes a digit for its own.
      return edit(text, raw, at: place, spellings: [parameter, ";" + parameter], meaning: parameter)
    }
    if text.bytes[text.fragment - 1] == UInt8(ascii: "&") {
      // `…&amp` without its semicolon takes it now, and a raw `&` may have to become `&amp;`.
      let spellings = [parameter, ";" + parameter, "amp;" + parameter]
      return edit(text, raw, at: place, spellings: spellings, meaning: parameter)
    }
    // `&lt-x=` would be `<-x=`; in an attribute `&lt=` and `&ltx=` are text.
    let separators = writesReferences(text.ampersandsAreReferences, isXHTML) ? ["&amp;"] : ["&", "&amp;"]
    return edit(
      text, raw, at: place, spellings: separators.map { $0 + parameter }, meaning: "&" + parameter)
  }

  /// The token, in the subid parameter that is there.
  private static func completion(
    of parameter: LinkText.Parameter, in text: LinkText, _ raw: Span<UInt8>, _ group: TrackingGroup,
    _ policy: ExistingSubidPolicy, _ notes: inout [SubidNote]
  ) -> SubidDecision.Outcome {
    let token = group.token
    guard let value = parameter.value else {
      let place = parameter.name.upperBound..<parameter.name.upperBound
      return edit(text, raw, at: place, spellings: ["=" + token], meaning: "=" + token)
    }
    if !value.isEmpty {
      if text.bytes[value].elementsEqual(token.utf8) { return .alreadyTagged }
      if PercentEncoding.decode(text.bytes.span, value).elementsEqual(token.utf8) {
        notes.append(.encodedToken)
      }
      if policy == .keep { return .kept(String(decoding: text.bytes[value], as: UTF8.self)) }
    }
    return edit(text, raw, at: value, spellings: [token, ";" + token], meaning: token)
  }

  /// Decides about a link whose template code may have to do with the subid parameter; `nil` where it has not.
  private static func besideCode(
    _ found: [LinkText.Parameter], named subid: [UInt8], in text: LinkText, _ token: String,
    _ policy: ExistingSubidPolicy
  ) -> SubidDecision.Outcome? {
    let obstacle = SubidDecision.Outcome.skipped(.templateCode(text.code.isCut ? .cut : .decides))
    let uncertain = text.code.uncertain
    let starts = text.starts(ofNameBesideCode: subid)
    guard let start = starts.first ?? found.first?.name.lowerBound else { return nil }
    guard starts.count + found.count == 1 else {
      return starts.isEmpty && !found.contains { uncertain.contains($0.name.lowerBound) } ? nil : obstacle
    }
    guard !uncertain.contains(start) else { return obstacle }
    let value = found.first?.value ?? text.value(behindName: start + subid.count)
    if let value, text.says(token, in: value) { return .alreadyTagged }
    // The name may be a part of another.
    guard starts.isEmpty else { return obstacle }
    if let value, !value.isEmpty {
      if policy == .keep, !(text.code.isCut && text.hasCode(in: value)) { return nil }
      // Together with what begins or ends a block, more would go than the value.
      if text.hasCodeThatMayBranch(in: value) { return obstacle }
    }
    return text.isQueryUncertain || text.code.isCut ? obstacle : nil
  }

  /// How the value's author writes ampersands. Where that is not clear: as XHTML asks, or as the last one.
  private static func writesReferences(_ ampersands: [Bool], _ isXHTML: Bool) -> Bool {
    guard let last = ampersands.last else { return isXHTML }
    return ampersands.allSatisfy { $0 == last } ? last : isXHTML || last
  }

  /// The first spelling with which the new value decodes to the old one with `meaning` at `place`.
  private static func edit(
    _ text: LinkText, _ raw: Span<UInt8>, at place: Range<Int>, spellings: [String], meaning: String
  ) -> SubidDecision.Outcome {
    let decodedRange = text.decodedRange(place)
    let range = text.decoded.offsets[decodedRange.lowerBound]..<text.decoded.offsets[decodedRange.upperBound]
    var expected = text.decoded.bytes
    expected.replaceSubrange(decodedRange, with: meaning.utf8)
    let old = raw.withUnsafeBufferPointer { Array($0) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(expected.count + 8)
    for spelling in spellings {
      var new = old
      new.replaceSubrange(range, with: spelling.utf8)
      decoded.removeAll(keepingCapacity: true)
      CharacterReferences.decode(new.span, into: &decoded)
      if decoded == expected {
        return .edit(SubidEdit(range: range, replacement: Array(spelling.utf8)))
      }
    }
    return .skipped(.ambiguousReference)
  }
}
