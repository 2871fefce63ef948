internal import AutoTagBytes
internal import AutoTagWebURL

// Texts with groups and variables in them.

extension ModRewriteEvaluator {
  /// `do_expand`: groups, variables, and `\` in front of what stands for itself.
  mutating func expand(
    _ text: [UInt8], _ match: RuleMatch, _ flags: RewriteFlags
  ) -> Known<[UInt8]> {
    var result = ExpandedText()
    var offset = 0
    (openVariable, openOffset, hasQuery) = (nil, 0, false)
    while offset < text.count {
      if openVariable == nil { openOffset = result.count }
      let byte = text[offset]
      guard offset + 1 < text.count else {
        result.append(byte)
        break
      }
      let following = text[offset + 1]
      switch byte {
      case UInt8(ascii: "\\"):
        result.append(following)
        offset += 2
      case UInt8(ascii: "%") where following == UInt8(ascii: "{"):
        guard let end = text[offset...].firstIndex(of: UInt8(ascii: "}")) else {
          result.append(byte)
          offset += 1
          continue
        }
        switch variable(Array(text[(offset + 2)..<end]).text) {
        case .unknown(let reason): return .unknown(reason)
        case .known(let value): result.append(value)
        }
        offset = end + 1
      case UInt8(ascii: "$"), UInt8(ascii: "%"):
        guard ASCII.isDigit(following) else {
          result.append(byte)
          offset += 1
          continue
        }
        let groups = byte == UInt8(ascii: "$") ? match.groups : match.conditionGroups
        let number = Int(following &- 0x30)
        if byte == UInt8(ascii: "%"), match.hasOpenGroups { openVariable = "%\(number)" }
        let group = number < groups.count ? groups[number] ?? [] : []
        result.append(flags.escapesGroups ? Self.escapedGroup(group, flags) : group)
        offset += 2
      default:
        result.append(byte)
        offset += 1
      }
    }
    guard let bytes = result.bytes else { return .unknown(ExpandedText.tooLong) }
    return work.add(bytes.count) ? .known(bytes) : .unknown(RequestWork.tooMuch)
  }

  /// Returns true if a group brings the question mark at which the target is split. httpd refuses that since 2.4.60,
  /// because the request wrote it as `%3f` (flag UnsafeAllow3F).
  mutating func takesMark(_ rule: RewriteRule, _ match: RuleMatch) -> Bool {
    guard !rule.flags.escapesGroups else { return false }
    let upToMark = rule.target.prefix { $0 != 0x3F }
    guard case .known(let text) = expand(Array(upToMark), match, rule.flags) else { return false }
    return text.contains(0x3F)
  }

  /// `escape_backref`, the flag `B`.
  static func escapedGroup(_ group: [UInt8], _ flags: RewriteFlags) -> [UInt8] {
    var text: [UInt8] = []
    for byte in group {
      if ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "_") {
        text.append(byte)
      } else if byte == 0x20, !flags.escapesSpaceAsPercent {
        text.append(UInt8(ascii: "+"))
      } else {
        URLEncoding.appendEncoded(byte, to: &text, lowercase: true)
      }
    }
    return text
  }
}
