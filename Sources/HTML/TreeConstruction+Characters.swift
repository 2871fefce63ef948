/// Characters by insertion mode (HTML standard, section 13.2.6.4): what text opens and closes.
extension TreeConstruction {
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

  /// From any mode before the body into it.
  private mutating func openBody() {
    if mode == .initial || mode == .beforeHTML { push(.html) }
    if mode == .inHead { open.pop() }
    push(.body)
    mode = .inBody
  }
}

extension ElementName {
  /// The elements whose text waits for its end ("in table text") and opens nothing when it is white space.
  fileprivate var keepsTableText: Bool {
    switch self {
    case .table, .tbody, .template, .tfoot, .thead, .tr: true
    default: false
    }
  }
}
