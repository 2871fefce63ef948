internal import AutoTagBytes

/// Proposes changes of the lines of Netlify's `_redirects`. Netlify matches a parameter by its name and puts its value
/// into the target (docs.netlify.com/manage/routing/redirects/redirect-options, "Query parameters"), so a line in front
/// of a rule can answer requests that bring the subid.
struct NetlifyMender: RuleMender {
  private let file: MarkedText
  private var lines: [Int: Range<Int>] = [:]

  init(_ file: [UInt8]) {
    self.file = MarkedText(file)
    for (number, bytes) in ByteText.lines(self.file.text) {
      lines[number] = bytes.startIndex..<bytes.endIndex
    }
  }

  func proposals(for rule: RedirectRule, subid: String) -> [RuleProposal] {
    guard let number = rule.line, let line = lines[number], NetlifyParameter.isName(subid) else { return [] }
    let words = file.text[line].split(whereSeparator: ASCII.isSpace)
    let comment = words.firstIndex { $0.first == UInt8(ascii: "#") } ?? words.endIndex
    guard let from = words.first,
      let index = words[..<comment].dropFirst().firstIndex(where: { word in
        ["/", "http://", "https://"].contains { word.starts(with: $0.utf8) }
      }), let last = words[..<comment].last
    else { return [] }
    let target = words[index]
    guard let insertion = NetlifyParameter.insertion(of: subid, into: Array(target)) else { return [] }
    let place = target.startIndex + insertion.offset
    let parameters = words[1..<index].map { NetlifyRule.pair(Array($0).text) }
    if let own = parameters.first(where: { $0.name == subid }) {
      // It asks for the parameter already, and does not hand it on.
      guard own.value == ":\(subid)" else { return [] }
      let text = Splice.joined(
        file.text[line].span,
        [Edit(range: place - line.lowerBound..<place - line.lowerBound, replacement: insertion.text)])
      return [
        RuleProposal(
          edits: [file.edit(place..<place, insertion.text)], place: .instead,
          text: ByteText.trimmed(text).text)
      ]
    }
    let gapEnd = words[1].startIndex
    let gap = file.text[from.endIndex..<gapEnd]
    let beforeTarget = words[index - 1].endIndex
    var added = Array(file.text[from.startIndex..<from.endIndex])
    if index > 1 { added += file.text[from.endIndex..<beforeTarget] }
    added += (index > 1 ? [0x20] : gap.prefix(2)) + Array("\(subid)=:\(subid)".utf8)
    added += file.text[beforeTarget..<place] + insertion.text + file.text[place..<last.endIndex]
    return [
      RuleProposal(
        edits: [file.edit(line.lowerBound..<line.lowerBound, added + file.lineEnd)], place: .inFront,
        text: added.text)
    ]
  }
}

/// A parameter as Netlify hands it on.
enum NetlifyParameter {
  /// Returns true for a name that a target can put the value of.
  static func isName(_ subid: String) -> Bool {
    !subid.isEmpty && subid.utf8.allSatisfy(ASCII.isWordCharacter)
      && subid.utf8.first.map { ASCII.isLetter($0) } == true
  }

  /// Returns what a target gets and where; `nil` where it has the placeholder, or no query of its own.
  static func insertion(of subid: String, into target: [UInt8]) -> (offset: Int, text: [UInt8])? {
    let hash = target.firstIndex(of: UInt8(ascii: "#")) ?? target.count
    guard let mark = target[..<hash].firstIndex(of: UInt8(ascii: "?")), mark + 1 < hash,
      !ByteSearch.contains(Array(":\(subid)".utf8), in: target)
    else { return nil }
    let joint = target[hash - 1] == UInt8(ascii: "&") ? "" : "&"
    return (hash, Array("\(joint)\(subid)=:\(subid)".utf8))
  }
}
