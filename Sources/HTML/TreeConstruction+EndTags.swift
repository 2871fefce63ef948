/// End tags by insertion mode (HTML standard, section 13.2.6.4), except the modes of tables.
extension TreeConstruction {
  /// Processes an end tag outside SVG and MathML, in the current mode.
  mutating func endHTML(_ name: TagName) -> Step {
    switch mode {
    case .initial:
      mode = .beforeHTML
      return .again
    case .beforeHTML:
      guard name.name.endsHeadPart else { return .done(.nothing) }
      push(.html)
      mode = .beforeHead
      return .again
    case .beforeHead:
      guard name.name.endsHeadPart else { return .done(.nothing) }
      push(.head)
      mode = .inHead
      return .again
    case .inHead:
      if name.name == .template { return endTemplate() }
      guard name.name.endsHeadPart else { return .done(.nothing) }
      open.pop()
      mode = .afterHead
      return name.name == .head ? .done(.nothing) : .again
    case .afterHead:
      if name.name == .template { return endTemplate() }
      guard name.name.endsHeadPart, name.name != .head else { return .done(.nothing) }
      push(.body)
      mode = .inBody
      return .again
    case .inBody: return endInBody(name)
    case .inTable: return endInTable(name)
    case .inCaption: return endInCaption(name)
    case .inColumnGroup: return endInColumnGroup(name)
    case .inTableBody: return endInTableBody(name)
    case .inRow: return endInRow(name)
    case .inCell: return endInCell(name)
    case .inTemplate: return name.name == .template ? endTemplate() : .done(.nothing)
    case .afterBody:
      if name.name == .html {
        mode = .afterAfterBody
        return .done(.nothing)
      }
      mode = .inBody
      return .again
    case .afterAfterBody:
      mode = .inBody
      return .again
    case .inFrameset:
      guard name.name == .frameset, open.count > 1 else { return .done(.nothing) }
      open.pop()
      if open.currentName != .frameset { mode = .afterFrameset }
      return .done(.nothing)
    case .afterFrameset:
      if name.name == .html { mode = .afterAfterFrameset }
      return .done(.nothing)
    case .afterAfterFrameset:
      return .done(.nothing)
    }
  }

  mutating func endTemplate() -> Step {
    guard !templateModes.isEmpty, let position = open.last(.template) else { return .done(.nothing) }
    open.pop(downTo: position)
    formatting.clearToLastMarker()
    _ = templateModes.popLast()
    resetInsertionMode()
    return .done(.nothing)
  }

  // MARK: In body (section 13.2.6.4.7)

  mutating func endInBody(_ name: TagName) -> Step {
    switch name.name {
    case .template: return endTemplate()
    case .body, .html:
      guard open.has(.body, in: .element) else { return .done(.nothing) }
      mode = .afterBody
      return name.name == .html ? .again : .done(.nothing)
    case .address, .article, .aside, .blockquote, .button, .center, .details, .dialog, .dir, .div, .dl,
      .fieldset, .figcaption, .figure, .footer, .header, .hgroup, .listing, .main, .menu, .nav, .ol, .pre,
      .search, .section, .select, .summary, .ul, .dd, .dt:
      popThrough(name.name, in: .element)
    case .li: popThrough(.li, in: .listItem)
    case .p: closeParagraphInButtonScope()
    case .form: endForm()
    case .h1, .h2, .h3, .h4, .h5, .h6:
      if let position = open.position(ofAny: [.h1, .h2, .h3, .h4, .h5, .h6], in: .element) {
        open.pop(downTo: position)
      }
    case .a, .b, .big, .code, .em, .font, .i, .nobr, .s, .small, .strike, .strong, .tt, .u:
      adopt(name)
    case .applet, .marquee, .object:
      if popThrough(name.name, in: .element) { formatting.clearToLastMarker() }
    case .br:
      reconstructFormattingElements()
      framesetIsOK = false
    default: endAnyOther(name)
    }
    return .done(.nothing)
  }

  /// Pops elements up to and with the highest of that name.
  /// - Returns: `false`, and pops none, if none is in scope.
  @discardableResult
  mutating func popThrough(_ name: ElementName, in scope: OpenElements.Scope) -> Bool {
    guard let position = open.position(of: name, in: scope) else { return false }
    open.pop(downTo: position)
    return true
  }

  /// "Any other end tag" of "in body".
  mutating func endAnyOther(_ name: TagName) {
    if let position = open.position(endedBy: name) { open.pop(downTo: position) }
  }

  private mutating func endForm() {
    guard templateModes.isEmpty else {
      popThrough(.form, in: .element)
      return
    }
    guard let id = form else { return }
    form = nil
    guard let position = open.position(ofID: id), position >= open.boundary(.element) else { return }
    generateImpliedEndTags()
    removeOpen(at: position)
  }

  /// Removes an element from the stack, wherever in it, and counts the work.
  mutating func removeOpen(at position: Int) {
    work += 8 * (open.count - position)
    open.remove(at: position)
  }
}

extension ElementName {
  /// True for end tags that the modes before the body do not ignore.
  fileprivate var endsHeadPart: Bool {
    switch self {
    case .head, .body, .html, .br: true
    default: false
    }
  }
}
