/// The HTML standard's tree construction (section 13.2.6) without a tree: from a page's tags it follows which
/// elements are open, and so tells which tags make HTML elements. Scripting is on, and scripts do nothing.
///
/// The state is the standard's: insertion mode, stack of open elements, active formatting elements. Where
/// nodes are inserted is left out, foster parenting too, for nothing of it has an effect on later tags.
struct TreeConstruction {
  /// What a start tag makes.
  enum Outcome {
    /// No element at all.
    case nothing
    /// An element of SVG or MathML.
    case foreign
    case html
  }

  /// Section 13.2.4.1. "In table text" and "text" are not here: what they wait for is in one `TextKinds`, and in
  /// the lexer's passing over raw text.
  enum Mode {
    case initial, beforeHTML, beforeHead, inHead, afterHead, inBody
    case inTable, inCaption, inColumnGroup, inTableBody, inRow, inCell, inTemplate
    case afterBody, inFrameset, afterFrameset, afterAfterBody, afterAfterFrameset
  }

  /// Whether a rule is done with a tag or wants it to be processed again, in another mode.
  enum Step {
    case done(Outcome)
    case again
  }

  var mode = Mode.initial
  var templateModes: [Mode] = []
  var open = OpenElements()
  var formatting = FormattingElements()
  /// The form element pointer: an element's id.
  var form: Int?
  var framesetIsOK = true
  var isQuirky = true
  /// Whether a frameset took the place of the body, and of all links in it, since the last look.
  var bodyWasReplaced = false
  /// Where to count what deep or mis-nested markup costs beyond the one step of each tag.
  var work = 0
  let names = TagNames.standard

  /// Makes ready for the next page.
  mutating func reset() {
    mode = .initial
    templateModes.removeAll(keepingCapacity: true)
    open.removeAll()
    formatting.removeAll()
    form = nil
    framesetIsOK = true
    isQuirky = true
    bodyWasReplaced = false
    work = 0
  }

  /// Whether the current node is SVG or MathML, where `<![CDATA[` begins text.
  var isInForeignContent: Bool {
    open.current.map { $0.namespace != .html } ?? false
  }

  /// How many templates are open.
  var templateDepth: Int { templateModes.count }

  // MARK: The dispatcher (section 13.2.6)

  mutating func start(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Outcome {
    if let current = open.current, current.namespace != .html, !current.takesHTML(name.name) {
      if !breaksOut(name.name, tag, in: page) { return startForeign(name, tag, in: page, inside: current) }
      popToHTML()
    }
    while true {
      if case .done(let outcome) = startHTML(name, tag, in: page) { return outcome }
    }
  }

  mutating func end(_ name: TagName) {
    if let current = open.current, current.namespace != .html {
      if name.name == .p || name.name == .br {
        popToHTML()
      } else if let position = open.position(ofForeign: name) {
        open.pop(downTo: position)
        return
      }
    }
    while case .again = endHTML(name) {}
  }

  mutating func characters(_ text: TextKinds) {
    if let current = open.current, current.namespace != .html,
      current.integration == .none || current.integration == .annotationXML
    {
      if text.contains(.other) { framesetIsOK = false }
      return
    }
    charactersInHTML(text)
  }

  // MARK: Foreign content (section 13.2.6.5)

  private mutating func startForeign(
    _ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>, inside current: OpenElements.Element
  ) -> Outcome {
    pushForeign(name, current.namespace, tag, in: page)
    return .foreign
  }

  /// Opens an SVG or MathML element; one that closes itself is not opened.
  mutating func pushForeign(
    _ name: TagName, _ namespace: OpenElements.Namespace, _ tag: borrowing TagToken, in page: Span<UInt8>
  ) {
    guard !tag.isSelfClosing else { return }
    var integration = OpenElements.Integration.none
    switch (namespace, name.name) {
    case (.svg, .foreignObject), (.svg, .desc), (.svg, .title):
      integration = .html
    case (.math, .mi), (.math, .mo), (.math, .mn), (.math, .ms), (.math, .mtext):
      integration = .mathText
    case (.math, .annotationXML):
      let isHTML =
        tag.says("encoding", "text/html", in: page) || tag.says("encoding", "application/xhtml+xml", in: page)
      integration = isHTML ? .html : .annotationXML
    default: break
    }
    open.push(.init(tag: name, namespace: namespace, integration: integration))
  }

  private mutating func popToHTML() {
    while let current = open.current, current.namespace != .html,
      current.integration == .none || current.integration == .annotationXML
    {
      open.pop()
    }
  }

  private func breaksOut(_ name: ElementName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Bool {
    if name.breaksOutOfForeignContent { return true }
    guard name == .font else { return false }
    return tag.value(of: "color", in: page) != nil || tag.value(of: "face", in: page) != nil
      || tag.value(of: "size", in: page) != nil
  }

  // MARK: Parts that many rules use

  /// Opens an HTML element.
  mutating func push(_ name: TagName, id: Int = 0) {
    open.push(.init(tag: name, id: id))
  }

  /// Opens an element that no tag of the page stands for.
  mutating func push(_ name: ElementName) {
    push(names[name])
  }

  mutating func generateImpliedEndTags(except name: ElementName = .other) {
    while open.currentName.hasImpliedEnd, open.currentName != name { open.pop() }
  }

  mutating func closeParagraphInButtonScope() {
    if let position = open.position(of: .p, in: .button) { open.pop(downTo: position) }
  }

  /// "Clear the stack back to a table context", and those of a table body and a row.
  mutating func clearStack(backTo isContext: (ElementName) -> Bool) {
    while let current = open.current, !isContext(current.name) { open.pop() }
  }

  /// "Reset the insertion mode appropriately" (section 13.2.4.1).
  mutating func resetInsertionMode() {
    let position = open.nearestForMode
    guard position >= 0 else {
      mode = .inBody
      return
    }
    switch open[position].name {
    case .td, .th: mode = .inCell
    case .tr: mode = .inRow
    case .tbody, .thead, .tfoot: mode = .inTableBody
    case .caption: mode = .inCaption
    case .colgroup: mode = .inColumnGroup
    case .table: mode = .inTable
    case .template: mode = templateModes.last ?? .inBody
    case .head: mode = .inHead
    case .frameset: mode = .inFrameset
    case .html: mode = .afterHead
    default: mode = .inBody
    }
  }

  mutating func reconstructFormattingElements() {
    var index = formatting.entries.count
    while index > 0 {
      let entry = formatting.entries[index - 1]
      if entry.tag == nil || open.position(ofID: entry.id) != nil { break }
      index -= 1
    }
    work += formatting.entries.count - index
    while index < formatting.entries.count {
      if let tag = formatting.entries[index].tag {
        let id = open.makeID()
        push(tag, id: id)
        formatting.setID(id, at: index)
      }
      index += 1
    }
  }
}

extension OpenElements.Element {
  /// Whether a start tag in this foreign element is read by HTML's rules.
  fileprivate func takesHTML(_ name: ElementName) -> Bool {
    switch integration {
    case .none: false
    case .html: true
    case .mathText: name != .mglyph && name != .malignmark
    case .annotationXML: name == .svg
    }
  }
}

extension ElementName {
  fileprivate var hasImpliedEnd: Bool {
    switch self {
    case .dd, .dt, .li, .optgroup, .option, .p, .rb, .rp, .rt, .rtc: true
    default: false
    }
  }
}

extension ElementName {
  /// The start tags that end SVG and MathML whatever their attributes (section 13.2.6.5).
  var breaksOutOfForeignContent: Bool {
    switch self {
    case .b, .big, .blockquote, .body, .br, .center, .code, .dd, .div, .dl, .dt, .em, .embed,
      .h1, .h2, .h3, .h4, .h5, .h6, .head, .hr, .i, .img, .li, .listing, .menu, .meta, .nobr, .ol, .p, .pre,
      .ruby, .s, .small, .span, .strong, .strike, .sub, .sup, .table, .tt, .u, .ul, .var:
      true
    default: false
    }
  }
}
