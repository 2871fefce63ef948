// Not every `<a href>` in a page is a link. In SVG it is another element, in a frameset or after `<template><col>` it makes
// none, and one end tag in the wrong order may end the SVG around it or not, depending on all elements that are open. Only
// the standard's tree construction decides that, so it is followed here, but without a tree: nodes are not inserted
// anywhere, and there is no foster parenting, because neither has an effect on later tags. libxml2's own tree is no help,
// as its parser follows HTML 4.
//
// The files `TreeConstruction+….swift` follow the standard's text mode by mode, so that each case can be compared with it.
//
// The standard's algorithm takes quadratic time on pages that are mis-nested on purpose. `OpenElements` makes most searches
// one comparison; what remains is counted in `work`, and `TreeWalk` gives a page up that takes too much of it.

/// The HTML standard's tree construction (section 13.2.6) without a tree: it follows which elements are open, and so
/// decides which tags make HTML elements. Scripting is on, and scripts do nothing.
///
/// The state is the standard's: insertion mode, stack of open elements, list of active formatting elements.
struct TreeConstruction {
  /// The result of a start tag.
  enum Outcome {
    /// No element.
    case nothing
    /// An element of SVG or MathML.
    case foreign
    /// An HTML element.
    case html
  }

  /// The insertion modes (section 13.2.4.1) except "in table text" and "text": a table's text arrives as one `TextKinds`,
  /// and the lexer passes over raw text.
  enum Mode {
    case initial, beforeHTML, beforeHead, inHead, afterHead, inBody
    case inTable, inCaption, inColumnGroup, inTableBody, inRow, inCell, inTemplate
    case afterBody, inFrameset, afterFrameset, afterAfterBody, afterAfterFrameset
  }

  /// The result of a mode for a tag: done with it, or "reprocess the token", in another mode.
  enum Step {
    case done(Outcome)
    case again
  }

  var mode = Mode.initial
  /// The stack of template insertion modes, one for each open template.
  var templateModes: [Mode] = []
  var open = OpenElements()
  var formatting = FormattingElements()
  /// The form element pointer: the form's id in `open`.
  var form: Int?
  /// The standard's frameset-ok flag.
  var framesetIsOK = true
  /// True in quirks mode.
  var isQuirky = true
  /// True once a frameset replaced the body and all links in it. To be reset by the caller.
  var bodyWasReplaced = false
  /// The number of steps that deep or mis-nested markup has cost, beyond the one of each tag.
  var work = 0
  let names = TagNames.standard

  /// Begins a page.
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

  /// True if the current node is SVG or MathML, where `<![CDATA[` begins text.
  var isInForeignContent: Bool {
    open.current.map { $0.namespace != .html } ?? false
  }

  /// The number of open templates.
  var templateDepth: Int { templateModes.count }

  // MARK: The dispatcher (section 13.2.6)

  /// Processes a start tag.
  mutating func start(_ name: TagName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Outcome {
    if let current = open.current, current.namespace != .html, !current.takesHTML(name.name) {
      if !breaksOut(name.name, tag, in: page) { return startForeign(name, tag, in: page, inside: current) }
      popToHTML()
    }
    while true {
      if case .done(let outcome) = startHTML(name, tag, in: page) { return outcome }
    }
  }

  /// Processes an end tag.
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

  /// Processes the text before a tag.
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

  /// Pops elements down to an HTML element or an integration point.
  private mutating func popToHTML() {
    while let current = open.current, current.namespace != .html,
      current.integration == .none || current.integration == .annotationXML
    {
      open.pop()
    }
  }

  /// Returns true for a start tag that ends SVG and MathML.
  private func breaksOut(_ name: ElementName, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Bool {
    if name.breaksOutOfForeignContent { return true }
    guard name == .font else { return false }
    return tag.value(of: "color", in: page) != nil || tag.value(of: "face", in: page) != nil
      || tag.value(of: "size", in: page) != nil
  }

  // MARK: Algorithms that many modes use

  /// Opens an HTML element.
  mutating func push(_ name: TagName, id: Int = 0) {
    open.push(.init(tag: name, id: id))
  }

  /// Opens an HTML element that has no tag in the page.
  mutating func push(_ name: ElementName) {
    push(names[name])
  }

  /// "Generate implied end tags" (section 13.2.6.3).
  mutating func generateImpliedEndTags(except name: ElementName = .other) {
    while open.currentName.hasImpliedEnd, open.currentName != name { open.pop() }
  }

  /// "Close a p element", if one is in button scope (section 13.2.6.4.7).
  mutating func closeParagraphInButtonScope() {
    if let position = open.position(of: .p, in: .button) { open.pop(downTo: position) }
  }

  /// "Clear the stack back to a table context", or to that of a table body or a row (sections 13.2.6.4.9, .13 and .14).
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

  /// "Reconstruct the active formatting elements" (section 13.2.4.3).
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
  /// Returns true if a start tag in this foreign element is processed as in HTML (section 13.2.6, the dispatcher).
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
  /// True for elements whose end tag can be implied (section 13.2.6.3).
  fileprivate var hasImpliedEnd: Bool {
    switch self {
    case .dd, .dt, .li, .optgroup, .option, .p, .rb, .rp, .rt, .rtc: true
    default: false
    }
  }

  /// True for start tags that end SVG and MathML, whatever their attributes are (section 13.2.6.5).
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
