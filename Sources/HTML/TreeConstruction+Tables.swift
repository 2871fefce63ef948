/// The insertion modes of tables (HTML standard, sections 13.2.6.4.9 and 13.2.6.4.11 to 13.2.6.4.15).
extension TreeConstruction {
  // MARK: In table

  mutating func startInTable(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Step {
    switch name.name {
    case .caption:
      clearStack(backTo: \.isTableContext)
      formatting.insertMarker()
      push(name)
      mode = .inCaption
    case .colgroup:
      clearStack(backTo: \.isTableContext)
      push(name)
      mode = .inColumnGroup
    case .col:
      clearStack(backTo: \.isTableContext)
      push(.colgroup)
      mode = .inColumnGroup
      return .again
    case .tbody, .tfoot, .thead:
      clearStack(backTo: \.isTableContext)
      push(name)
      mode = .inTableBody
    case .td, .th, .tr:
      clearStack(backTo: \.isTableContext)
      push(.tbody)
      mode = .inTableBody
      return .again
    case .table:
      return endTable() ? .again : .done(.nothing)
    case .style, .script, .template:
      return .done(startHeadElement(name))
    case .input where isHidden(tag, in: page):
      break
    case .form:
      // The element is inserted, becomes the form element pointer, and is popped at once.
      guard templateModes.isEmpty, form == nil else { return .done(.nothing) }
      form = open.makeID()
    default:
      return startInBody(name, tag, in: page)
    }
    return .done(.html)
  }

  mutating func endInTable(_ name: TagName) -> Step {
    switch name.name {
    case .table: endTable()
    case .body, .caption, .col, .colgroup, .html, .tbody, .td, .tfoot, .th, .thead, .tr: break
    case .template: return endTemplate()
    default: return endInBody(name)
    }
    return .done(.nothing)
  }

  @discardableResult
  private mutating func endTable() -> Bool {
    guard popThrough(.table, in: .table) else { return false }
    resetInsertionMode()
    return true
  }

  // MARK: In caption

  mutating func startInCaption(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Step {
    switch name.name {
    case .caption, .col, .colgroup, .tbody, .td, .tfoot, .th, .thead, .tr:
      return endCaption() ? .again : .done(.nothing)
    default: return startInBody(name, tag, in: page)
    }
  }

  mutating func endInCaption(_ name: TagName) -> Step {
    switch name.name {
    case .caption: endCaption()
    case .table: return endCaption() ? .again : .done(.nothing)
    case .body, .col, .colgroup, .html, .tbody, .td, .tfoot, .th, .thead, .tr: break
    default: return endInBody(name)
    }
    return .done(.nothing)
  }

  @discardableResult
  private mutating func endCaption() -> Bool {
    guard popThrough(.caption, in: .table) else { return false }
    formatting.clearToLastMarker()
    mode = .inTable
    return true
  }

  // MARK: In column group

  mutating func startInColumnGroup(_ name: TagName) -> Step {
    switch name.name {
    case .html: return .done(.nothing)
    case .col: return .done(.html)
    case .template: return .done(startHeadElement(name))
    default: return endColumnGroup() ? .again : .done(.nothing)
    }
  }

  mutating func endInColumnGroup(_ name: TagName) -> Step {
    switch name.name {
    case .colgroup: endColumnGroup()
    case .col: break
    case .template: return endTemplate()
    default: return endColumnGroup() ? .again : .done(.nothing)
    }
    return .done(.nothing)
  }

  /// Ends the column group.
  /// - Returns: `false` if there is none: in a template that begins with `<col>`, where all other tags, links included, are
  ///   ignored.
  @discardableResult
  mutating func endColumnGroup() -> Bool {
    guard open.currentName == .colgroup else { return false }
    open.pop()
    mode = .inTable
    return true
  }

  // MARK: In table body

  mutating func startInTableBody(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Step {
    switch name.name {
    case .tr:
      clearStack(backTo: \.isTableBodyContext)
      push(name)
      mode = .inRow
      return .done(.html)
    case .th, .td:
      clearStack(backTo: \.isTableBodyContext)
      push(.tr)
      mode = .inRow
      return .again
    case .caption, .col, .colgroup, .tbody, .tfoot, .thead:
      return endTableBody() ? .again : .done(.nothing)
    default: return startInTable(name, tag, in: page)
    }
  }

  mutating func endInTableBody(_ name: TagName) -> Step {
    switch name.name {
    case .tbody, .tfoot, .thead:
      if open.has(name.name, in: .table) { endTableBody() }
    case .table: return endTableBody() ? .again : .done(.nothing)
    case .body, .caption, .col, .colgroup, .html, .td, .th, .tr: break
    default: return endInTable(name)
    }
    return .done(.nothing)
  }

  @discardableResult
  private mutating func endTableBody() -> Bool {
    guard open.position(ofAny: [.tbody, .thead, .tfoot], in: .table) != nil else { return false }
    clearStack(backTo: \.isTableBodyContext)
    open.pop()
    mode = .inTable
    return true
  }

  // MARK: In row

  mutating func startInRow(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Step {
    switch name.name {
    case .th, .td:
      clearStack(backTo: \.isRowContext)
      push(name)
      mode = .inCell
      formatting.insertMarker()
      return .done(.html)
    case .caption, .col, .colgroup, .tbody, .tfoot, .thead, .tr:
      return endRow() ? .again : .done(.nothing)
    default: return startInTable(name, tag, in: page)
    }
  }

  mutating func endInRow(_ name: TagName) -> Step {
    switch name.name {
    case .tr: endRow()
    case .table: return endRow() ? .again : .done(.nothing)
    case .tbody, .tfoot, .thead:
      return open.has(name.name, in: .table) && endRow() ? .again : .done(.nothing)
    case .body, .caption, .col, .colgroup, .html, .td, .th: break
    default: return endInTable(name)
    }
    return .done(.nothing)
  }

  @discardableResult
  private mutating func endRow() -> Bool {
    guard open.has(.tr, in: .table) else { return false }
    clearStack(backTo: \.isRowContext)
    open.pop()
    mode = .inTableBody
    return true
  }

  // MARK: In cell

  mutating func startInCell(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Step {
    switch name.name {
    case .caption, .col, .colgroup, .tbody, .td, .tfoot, .th, .thead, .tr:
      return endCell() ? .again : .done(.nothing)
    default: return startInBody(name, tag, in: page)
    }
  }

  mutating func endInCell(_ name: TagName) -> Step {
    switch name.name {
    case .td, .th:
      if popThrough(name.name, in: .table) {
        formatting.clearToLastMarker()
        mode = .inRow
      }
    case .body, .caption, .col, .colgroup, .html: break
    case .table, .tbody, .tfoot, .thead, .tr:
      return open.has(name.name, in: .table) && endCell() ? .again : .done(.nothing)
    default: return endInBody(name)
    }
    return .done(.nothing)
  }

  private mutating func endCell() -> Bool {
    guard let position = open.position(ofAny: [.td, .th], in: .table) else { return false }
    open.pop(downTo: position)
    formatting.clearToLastMarker()
    mode = .inRow
    return true
  }
}

extension ElementName {
  var isTableContext: Bool {
    switch self {
    case .table, .template, .html: true
    default: false
    }
  }

  var isTableBodyContext: Bool {
    switch self {
    case .tbody, .tfoot, .thead, .template, .html: true
    default: false
    }
  }

  var isRowContext: Bool {
    switch self {
    case .tr, .template, .html: true
    default: false
    }
  }
}
