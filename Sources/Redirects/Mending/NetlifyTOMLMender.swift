internal import AutoTagBytes
internal import AutoTagText
internal import AutoTagTracking

/// Proposes changes of the redirects of a `netlify.toml`: a table in front of a rule's own, for requests that bring the
/// subid. See `NetlifyMender`.
struct NetlifyTOMLMender: RuleMender {
  private let file: MarkedText
  private var lines: [Range<Int>] = []

  init(_ file: [UInt8]) {
    self.file = MarkedText(file)
    for (_, bytes) in ByteText.lines(self.file.text) { lines.append(bytes.startIndex..<bytes.endIndex) }
  }

  func proposals(for rule: RedirectRule, subid: String) -> [RuleProposal] {
    guard let number = rule.line, lines.indices.contains(number - 1), NetlifyParameter.isName(subid),
      trimmed(number - 1).starts(with: "[[".utf8)
    else { return [] }
    var last = number - 1
    var target: (line: Int, insertion: Edit)?
    var isInTable = false
    for index in lines.indices.dropFirst(number) {
      let text = trimmed(index)
      if text.starts(with: "[redirects".utf8) {
        // Tables of the rule's own; of its parameters it has none.
        guard Self.tables.contains(where: { text.starts(with: $0.utf8) }) else { return [] }
        (isInTable, last) = (true, index)
        continue
      }
      if text.first == UInt8(ascii: "[") { break }
      guard !text.isEmpty, text.first != UInt8(ascii: "#") else { continue }
      last = index
      if isInTable { continue }
      let key = ByteText.trimmed(text.prefix { $0 != UInt8(ascii: "=") }).text
      if ["query", "params", "parameters"].contains(where: { key == $0 || key.hasPrefix($0 + ".") }) {
        return []
      }
      if key == "to" || key == "destination" {
        guard let insertion = insertion(of: subid, inLine: index) else { return [] }
        target = (index, insertion)
      }
    }
    guard let target else { return [] }
    var block: [UInt8] = []
    for index in number - 1...last {
      let line = lines[index]
      if index == target.line {
        let place = target.insertion.range.lowerBound - line.lowerBound
        block += Splice.joined(
          file.text[line].span, [Edit(range: place..<place, replacement: target.insertion.replacement)])
        block += file.lineEnd + file.text[line].prefix(while: ASCII.isSpace)
        block += "query = {\(subid) = \":\(subid)\"}".utf8
      } else {
        block += file.text[line]
      }
      block += file.lineEnd
    }
    let text = PastedText.joined(
      block.text.split(whereSeparator: \.isNewline).map { ByteText.trimmed(Array($0.utf8)).text })
    let start = lines[number - 1].lowerBound
    return [
      RuleProposal(
        edits: [file.edit(start..<start, block + file.lineEnd)], place: .inFront, text: text)
    ]
  }

  private static let tables = ["[redirects.conditions]", "[redirects.headers]", "[redirects.signed]"]

  private func trimmed(_ index: Int) -> [UInt8] { ByteText.trimmed(file.text[lines[index]]) }

  /// Returns the parameter put into the target that a line has between quotes; `nil` where that is not to be seen.
  private func insertion(of subid: String, inLine index: Int) -> Edit? {
    let line = lines[index]
    guard let equals = file.text[line].firstIndex(of: UInt8(ascii: "=")),
      let open = file.text[(equals + 1)..<line.upperBound].firstIndex(where: { !ASCII.isSpace($0) }),
      file.text[open] == UInt8(ascii: "\"") || file.text[open] == UInt8(ascii: "'"),
      let close = file.text[(open + 1)..<line.upperBound].firstIndex(of: file.text[open]), close > open + 1
    else { return nil }
    let value = Array(file.text[(open + 1)..<close])
    guard !value.contains(UInt8(ascii: "\\")),
      let insertion = NetlifyParameter.insertion(of: subid, into: value)
    else { return nil }
    let place = open + 1 + insertion.offset
    return Edit(range: place..<place, replacement: insertion.text)
  }
}
