internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagWebURL

/// The decision about a link that is to lose the click-id token.
package enum SubidRemoval: Sendable, Hashable {
  /// The token's parameter goes, with the separator that was written for it.
  case edit(SubidEdit)
  /// No subid parameter holds the token.
  case absent
  /// The link is left alone.
  case skipped(SubidSkip)

  /// Decides about a link of a tracking group. The edit undoes `SubidDecision`'s insertion and is proved like it: the new
  /// value decodes to the old one without the parameter.
  ///
  /// What the link was cannot be told where it had a subid parameter without a value, or a `?` or `&` at its end: it is
  /// then without them.
  /// - Parameters:
  ///   - raw: the value of `href` as it is written, without its quotes, in an ASCII-compatible encoding.
  ///   - group: the group whose link it is.
  ///   - isCode: true for a value that was given to a link in the place of the token.
  package static func of(
    _ raw: Span<UInt8>, for group: TrackingGroup, isCode: (String) -> Bool = { _ in false }
  ) -> SubidRemoval {
    let link = LinkText(raw)
    guard UneditableReason.written(in: link.bytes.span) == nil, let query = link.query else { return .absent }
    let parameters = link.parameters(group.subid)
    let token = Array(group.token.utf8)
    let tagged = parameters.filter {
      $0.value.map { link.bytes[$0].elementsEqual(token) || isCode(link.text($0)) } ?? false
    }
    guard let parameter = tagged.first else {
      // What is code and what is the token's cannot be told apart.
      let isBesideCode = parameters.contains { $0.value.map { link.says(group.token, in: $0) } ?? false }
      return isBesideCode ? .skipped(.templateCode(.decides)) : .absent
    }
    guard parameters.count == 1 else { return .skipped(.repeatedSubid) }
    var range = parameter.whole
    let isBehindSeparator = range.lowerBound > query.lowerBound
    if isBehindSeparator || range == query {
      range = range.lowerBound - 1..<range.upperBound
    } else if range.upperBound < query.upperBound {
      range = range.lowerBound..<range.upperBound + 1
    }
    guard let edit = SubidEdit(link, raw, at: range, spellings: [""], []) else {
      return .skipped(.ambiguousReference)
    }
    return .edit(edit)
  }
}
