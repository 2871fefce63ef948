/// Character tokens by insertion mode (HTML standard, section 13.2.6.4): the elements that text opens and closes.
extension TreeConstruction {
  /// Processes the text before a tag, outside SVG and MathML.
  mutating func charactersInHTML(_ text: TextKinds) {
    var isDone = false
    while !isDone {
      switch mode {
      case .initial, .beforeHTML, .beforeHead, .inHead, .afterHead:
        // NUL is "anything else" here, and is ignored only in the body that it opens.
        guard !text.isDisjoint(with: [.other, .null]) else { return }
        openBody()
      case .inBody, .inCaption, .inCell, .inTemplate:
        charactersInBody(text)
        isDone = true
      case .inTable, .inTableBody, .inRow:
        if open.currentName.keepsTableText, !text.contains(.other) { return }
        charactersInBody(text)
        isDone = true
      case .inColumnGroup:
        isDone = text.isDisjoint(with: [.other, .null]) || !endColumnGroup()
      case .afterBody, .afterAfterBody:
        if text.isDisjoint(with: [.other, .null]) {
          charactersInBody(text)
          isDone = true
        } else {
          mode = .inBody
        }
      case .inFrameset, .afterFrameset, .afterAfterFrameset:
        return
      }
    }
  }

  private mutating func charactersInBody(_ text: TextKinds) {
    guard !text.isDisjoint(with: [.whitespace, .other]) else { return }
    reconstructFormattingElements()
    if text.contains(.other) { framesetIsOK = false }
  }

  /// Opens the body from any mode before it.
  private mutating func openBody() {
    if mode == .initial || mode == .beforeHTML { push(.html) }
    if mode == .inHead { open.pop() }
    push(.body)
    mode = .inBody
  }
}

extension ElementName {
  /// True for elements in which text goes to the mode "in table text" (section 13.2.6.4.10), where white space opens
  /// nothing.
  fileprivate var keepsTableText: Bool {
    switch self {
    case .table, .tbody, .template, .tfoot, .thead, .tr: true
    default: false
    }
  }
}
