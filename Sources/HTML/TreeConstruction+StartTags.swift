internal import AutoTagBytes

/// Start tags by insertion mode (HTML standard, section 13.2.6.4), except the modes of tables.
extension TreeConstruction {
  /// Processes a start tag outside SVG and MathML, in the current mode.
  mutating func startHTML(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Step {
    switch mode {
    case .initial:
      mode = .beforeHTML
      return .again
    case .beforeHTML:
      mode = .beforeHead
      guard name.name == .html else {
        push(.html)
        return .again
      }
      push(name)
      return .done(.html)
    case .beforeHead:
      if name.name == .html { return .done(.nothing) }
      mode = .inHead
      guard name.name == .head else {
        push(.head)
        return .again
      }
      push(name)
      return .done(.html)
    case .inHead: return startInHead(name)
    case .afterHead: return startAfterHead(name)
    case .inBody: return startInBody(name, tag, in: page)
    case .inTable: return startInTable(name, tag, in: page)
    case .inCaption: return startInCaption(name, tag, in: page)
    case .inColumnGroup: return startInColumnGroup(name)
    case .inTableBody: return startInTableBody(name, tag, in: page)
    case .inRow: return startInRow(name, tag, in: page)
    case .inCell: return startInCell(name, tag, in: page)
    case .inTemplate: return startInTemplate(name, tag, in: page)
    case .afterBody, .afterAfterBody:
      if name.name == .html { return .done(.nothing) }
      mode = .inBody
      return .again
    case .inFrameset:
      if name.name == .frameset {
        push(name)
        return .done(.html)
      }
      return .done(name.name == .noframes || name.name == .frame ? .html : .nothing)
    case .afterFrameset, .afterAfterFrameset:
      return .done(name.name == .noframes ? .html : .nothing)
    }
  }

  private mutating func startInHead(_ name: TagName) -> Step {
    switch name.name {
    case .html, .head: return .done(.nothing)
    case .noscript: return .done(.html)
    case let element where element.belongsInHead:
      return .done(startHeadElement(name))
    default:
      open.pop()
      mode = .afterHead
      return .again
    }
  }

  /// Processes an element that "in head" inserts, in that mode or one that refers to it. An element with raw text is not
  /// opened: the lexer passes over the text, and the end tag then has no effect.
  mutating func startHeadElement(_ name: TagName) -> Outcome {
    if name.name == .template {
      push(name)
      formatting.insertMarker()
      framesetIsOK = false
      mode = .inTemplate
      templateModes.append(.inTemplate)
    }
    return .html
  }

  private mutating func startAfterHead(_ name: TagName) -> Step {
    switch name.name {
    case .html, .head: return .done(.nothing)
    case .body:
      push(name)
      framesetIsOK = false
      mode = .inBody
      return .done(.html)
    case .frameset:
      push(name)
      mode = .inFrameset
      return .done(.html)
    case let element where element.belongsInHead:
      return .done(startHeadElement(name))
    default:
      push(.body)
      mode = .inBody
      return .again
    }
  }

  private mutating func startInTemplate(
    _ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>
  ) -> Step {
    let next: Mode
    switch name.name {
    case let element where element.belongsInHead: return .done(startHeadElement(name))
    case .caption, .colgroup, .tbody, .tfoot, .thead: next = .inTable
    case .col: next = .inColumnGroup
    case .tr: next = .inTableBody
    case .td, .th: next = .inRow
    default: next = .inBody
    }
    _ = templateModes.popLast()
    templateModes.append(next)
    mode = next
    return .again
  }

  // MARK: In body (section 13.2.6.4.7)

  mutating func startInBody(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Step {
    switch name.name {
    case .html, .caption, .col, .colgroup, .frame, .head, .tbody, .td, .tfoot, .th, .thead, .tr:
      return .done(.nothing)
    case let element where element.belongsInHead:
      return .done(startHeadElement(name))
    case .body:
      if open.count > 1, open[1].name == .body, templateModes.isEmpty { framesetIsOK = false }
      return .done(.nothing)
    case .frameset:
      guard open.count > 1, open[1].name == .body, framesetIsOK else { return .done(.nothing) }
      open.pop(downTo: 1)
      push(name)
      mode = .inFrameset
      bodyWasReplaced = true

    case .address, .article, .aside, .blockquote, .center, .details, .dialog, .dir, .div, .dl, .fieldset,
      .figcaption, .figure, .footer, .header, .hgroup, .main, .menu, .nav, .ol, .p, .search, .section,
      .summary, .ul:
      closeParagraphInButtonScope()
      push(name)
    case .h1, .h2, .h3, .h4, .h5, .h6:
      closeParagraphInButtonScope()
      if open.currentName.isHeading { open.pop() }
      push(name)
    case .pre, .listing:
      closeParagraphInButtonScope()
      push(name)
      framesetIsOK = false
    case .form:
      guard form == nil || !templateModes.isEmpty else { return .done(.nothing) }
      closeParagraphInButtonScope()
      let id = open.makeID()
      push(name, id: id)
      if templateModes.isEmpty { form = id }
    case .li:
      startListItem(name, .li, .li)
    case .dd, .dt:
      startListItem(name, .dd, .dt)
    case .plaintext:
      closeParagraphInButtonScope()
      push(name)
    case .button:
      if let position = open.position(of: .button, in: .element) { open.pop(downTo: position) }
      reconstructFormattingElements()
      push(name)
      framesetIsOK = false

    case .a:
      if let index = formatting.lastIndex(of: name) {
        let id = formatting.entries[index].id
        adopt(name)
        if let index = formatting.index(ofID: id) { formatting.remove(at: index) }
        if let position = open.position(ofID: id) { removeOpen(at: position) }
      }
      startFormatting(name, tag, in: page)
    case .b, .big, .code, .em, .font, .i, .s, .small, .strike, .strong, .tt, .u:
      startFormatting(name, tag, in: page)
    case .nobr:
      reconstructFormattingElements()
      if open.has(.nobr, in: .element) { adopt(name) }
      startFormatting(name, tag, in: page)
    case .applet, .marquee, .object:
      reconstructFormattingElements()
      push(name)
      formatting.insertMarker()
      framesetIsOK = false

    case .table:
      if !isQuirky { closeParagraphInButtonScope() }
      push(name)
      framesetIsOK = false
      mode = .inTable
    case .area, .br, .embed, .img, .image, .keygen, .wbr:
      reconstructFormattingElements()
      framesetIsOK = false
    case .input:
      if let position = open.position(of: .select, in: .element) { open.pop(downTo: position) }
      reconstructFormattingElements()
      if !isHidden(tag, in: page) { framesetIsOK = false }
    case .param, .source, .track:
      break
    case .hr:
      closeParagraphInButtonScope()
      if open.has(.select, in: .element) { generateImpliedEndTags() }
      framesetIsOK = false
    case .textarea, .iframe:
      framesetIsOK = false
    case .xmp:
      closeParagraphInButtonScope()
      reconstructFormattingElements()
      framesetIsOK = false
    case .noembed, .noscript:
      break

    // The standard since 2025, in which <select> may hold any element.
    case .select:
      if let position = open.position(of: .select, in: .element) {
        open.pop(downTo: position)
        return .done(.nothing)
      }
      reconstructFormattingElements()
      push(name)
      framesetIsOK = false
    case .option:
      if open.has(.select, in: .element) {
        generateImpliedEndTags(except: .optgroup)
      } else if open.currentName == .option {
        open.pop()
      }
      reconstructFormattingElements()
      push(name)
    case .optgroup:
      if open.has(.select, in: .element) {
        generateImpliedEndTags()
      } else if open.currentName == .option {
        open.pop()
      }
      reconstructFormattingElements()
      push(name)

    case .rb, .rtc:
      if open.has(.ruby, in: .element) { generateImpliedEndTags() }
      push(name)
    case .rp, .rt:
      if open.has(.ruby, in: .element) { generateImpliedEndTags(except: .rtc) }
      push(name)
    case .math, .svg:
      reconstructFormattingElements()
      pushForeign(name, name.name == .svg ? .svg : .math, tag, in: page)
      return .done(.foreign)
    default:
      reconstructFormattingElements()
      push(name)
    }
    return .done(.html)
  }

  /// Opens an `li`, `dd` or `dt`, and ends an open one of the two names.
  private mutating func startListItem(_ name: TagName, _ first: ElementName, _ second: ElementName) {
    framesetIsOK = false
    let position = open.nearestBlock
    if position >= 0, open[position].name == first || open[position].name == second {
      open.pop(downTo: position)
    }
    closeParagraphInButtonScope()
    push(name)
  }

  /// Opens a formatting element and lists it as active.
  private mutating func startFormatting(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) {
    reconstructFormattingElements()
    let id = open.makeID()
    push(name, id: id)
    work += formatting.append(.init(tag: name, id: id, attributes: attributesNumber(tag, in: page)))
  }

  /// Returns a hash of a tag's attributes, the same for equal attributes in any order.
  private func attributesNumber(_ tag: borrowing TagToken, in page: Span<UInt8>) -> Int {
    var sum = 0
    tag.forEachAttribute(in: page) { attribute in
      var hasher = Hasher()
      for index in attribute.name { hasher.combine(ASCII.lowercased(page[index])) }
      hasher.combine(0 as UInt8)
      for index in attribute.value { hasher.combine(page[index]) }
      sum &+= hasher.finalize()
      return true
    }
    return sum
  }

  /// Returns true for an `<input type=hidden>`.
  func isHidden(_ tag: borrowing TagToken, in page: Span<UInt8>) -> Bool {
    tag.says("type", "hidden", in: page)
  }
}

extension ElementName {
  /// True for start tags that most modes process "using the rules for the 'in head' insertion mode".
  var belongsInHead: Bool {
    switch self {
    case .base, .basefont, .bgsound, .link, .meta, .noframes, .script, .style, .template, .title: true
    default: false
    }
  }

  /// True for `h1` to `h6`.
  var isHeading: Bool {
    switch self {
    case .h1, .h2, .h3, .h4, .h5, .h6: true
    default: false
    }
  }
}
