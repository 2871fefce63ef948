internal import AutoTagBytes

/// The notations in which a plugin's target names the groups of its pattern. A group that there is not, or that took no
/// part, is empty.
enum GroupReferences: Sendable {
  /// PHP's `preg_replace`: `$1`, `$12`, `${1}`, `\1`.
  case preg
  /// `$` and all digits behind it (Yoast).
  case digits

  /// Returns the target with the groups in it.
  func expand(_ target: [UInt8], _ groups: [[UInt8]?]) -> ExpandedText {
    var result = ExpandedText()
    var rest = target[...]
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != UInt8(ascii: "$") && $0 != UInt8(ascii: "\\") }
      result.append(plain)
      rest = rest[plain.endIndex...]
      guard let mark = rest.first else { break }
      if let (number, end) = reference(rest) {
        if groups.indices.contains(number) { result.append(groups[number] ?? []) }
        rest = rest[end...]
      } else {
        result.append(mark)
        rest.removeFirst()
      }
    }
    return result
  }

  /// Returns the number of the group that a text begins with, and the end of its name.
  private func reference(_ text: ArraySlice<UInt8>) -> (number: Int, end: Int)? {
    let isDollar = text.first == UInt8(ascii: "$")
    var digits = text.dropFirst()
    let isBraced = self == .preg && isDollar && digits.first == UInt8(ascii: "{")
    if isBraced { digits.removeFirst() }
    guard self == .preg || isDollar else { return nil }
    // A number that no pattern has is as good as any other of its kind.
    let number = digits.prefix(self == .preg ? 2 : 4).prefix(while: ASCII.isDigit)
    guard let value = Int(Array(number).text) else { return nil }
    let all = self == .digits ? digits.prefix(while: ASCII.isDigit).endIndex : number.endIndex
    guard isBraced else { return (value, all) }
    guard all < text.endIndex, text[all] == UInt8(ascii: "}") else { return nil }
    return (value, all + 1)
  }
}
