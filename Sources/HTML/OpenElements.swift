/// The stack of open elements (HTML standard, section 13.2.4.2).
///
/// Each entry has the positions of the nearest elements at which a search down the stack would stop, and of the next one of
/// its own name. So "has an element in scope" is one comparison at any depth, which keeps hostile pages linear.
///
/// A position is an index from the bottom of the stack, 0 being `html`.
struct OpenElements {
  /// The namespaces that HTML pages can have elements of.
  enum Namespace: UInt8 {
    case html, svg, math
  }

  /// The kind of integration point that an element is (section 13.2.6): an element of SVG or MathML that may hold HTML.
  enum Integration: UInt8 {
    case none
    case html
    case mathText
    /// An `annotation-xml` that is no integration point: only the start tag `<svg>` is processed as in HTML.
    case annotationXML
  }

  /// An element, independent of its position.
  struct Element {
    var tag: TagName
    var namespace = Namespace.html
    var integration = Integration.none
    /// The number from `makeID` that identifies a formatting element or a form; 0 for other elements.
    var id = 0

    /// The name of an HTML element; `other` for a foreign one.
    var name: ElementName { namespace == .html ? tag.name : .other }
  }

  /// An element at its position.
  private struct Entry {
    var element: Element
    var below = Nearest()
    /// The position of the next element down the stack with the same name, HTML or foreign like this one; -1 for none.
    var previousOfName: Int32 = -1
  }

  /// The positions of the nearest elements, the one itself included, that end a search; -1 for none.
  fileprivate struct Nearest {
    var scope: Int32 = -1
    var listItemScope: Int32 = -1
    var buttonScope: Int32 = -1
    var tableScope: Int32 = -1
    var special: Int32 = -1
    /// A special element other than `address`, `div` and `p`: the search for an open `li`, `dd` or `dt` ends there.
    var block: Int32 = -1
    /// An element that decides the mode in "reset the insertion mode appropriately".
    var mode: Int32 = -1
    var html: Int32 = -1
  }

  /// The scopes of "has an element in scope" (section 13.2.4.2).
  enum Scope {
    case element, listItem, button, table
  }

  private var entries: [Entry] = []
  /// The highest position of each HTML name, by the name's raw value.
  private var lastOfKnown = [Int32](repeating: -1, count: ElementName.allCases.count)
  /// The same for other names by `TagName.key`, and for foreign elements with the key's highest bit set.
  private var lastOfOther: [UInt64: Int32] = [:]
  /// The position of each element that has an id, by the id; -1 for one that is not open.
  private var positions: [Int32] = [-1]

  var count: Int { entries.count }
  var isEmpty: Bool { entries.isEmpty }

  subscript(position: Int) -> Element { entries[position].element }

  /// The current node: the element at the top of the stack.
  var current: Element? { entries.last?.element }

  /// The HTML name of the current node; `other` for a foreign one.
  var currentName: ElementName { entries.last?.element.name ?? .other }

  mutating func removeAll() {
    pop(downTo: 0)
    positions.removeAll(keepingCapacity: true)
    positions.append(-1)
  }

  /// Returns an id that no other element of the page has.
  mutating func makeID() -> Int {
    positions.append(-1)
    return positions.count - 1
  }

  /// Returns the position of the element with this id; `nil` if it is not open.
  func position(ofID id: Int) -> Int? {
    let position = Int(positions[id])
    return position < 0 ? nil : position
  }

  // MARK: Push and pop

  mutating func push(_ element: Element) {
    let position = Int32(truncatingIfNeeded: entries.count)
    var entry = Entry(element: element, below: entries.last?.below ?? Nearest())
    entry.below.note(element, at: position)
    if element.namespace == .html, element.tag.name != .other {
      let index = Int(element.tag.name.rawValue)
      entry.previousOfName = lastOfKnown[index]
      lastOfKnown[index] = position
    } else {
      entry.previousOfName = lastOfOther.updateValue(position, forKey: Self.key(element)) ?? -1
    }
    if element.id != 0 { positions[element.id] = position }
    entries.append(entry)
  }

  mutating func pop() {
    guard let entry = entries.popLast() else { return }
    let element = entry.element
    if element.namespace == .html, element.tag.name != .other {
      lastOfKnown[Int(element.tag.name.rawValue)] = entry.previousOfName
    } else if entry.previousOfName < 0 {
      lastOfOther[Self.key(element)] = nil
    } else {
      lastOfOther[Self.key(element)] = entry.previousOfName
    }
    if element.id != 0 { positions[element.id] = -1 }
  }

  /// Pops elements until `count` are left.
  mutating func pop(downTo count: Int) {
    while entries.count > count { pop() }
  }

  /// Replaces the elements from `position` on.
  mutating func replace(from position: Int, with elements: [Element]) {
    pop(downTo: position)
    for element in elements { push(element) }
  }

  /// Removes one element, in time linear in the number of elements above it.
  mutating func remove(at position: Int) {
    let above = entries[(position + 1)...].map(\.element)
    replace(from: position, with: above)
  }

  // MARK: Searches

  /// Returns the highest position of an HTML element of that name; `nil` if none is open.
  func last(_ name: ElementName) -> Int? {
    let position = Int(lastOfKnown[Int(name.rawValue)])
    return position < 0 ? nil : position
  }

  /// Returns the highest position of an HTML element of that name; `nil` if none is in scope.
  func position(of name: ElementName, in scope: Scope) -> Int? {
    guard let position = last(name), position >= boundary(scope) else { return nil }
    return position
  }

  /// Returns true if an HTML element of that name is in scope.
  func has(_ name: ElementName, in scope: Scope) -> Bool {
    position(of: name, in: scope) != nil
  }

  /// Returns the highest position of an HTML element of these names; `nil` if none is in scope.
  func position(ofAny names: [ElementName], in scope: Scope) -> Int? {
    var highest = -1
    for name in names { highest = max(highest, Int(lastOfKnown[Int(name.rawValue)])) }
    return highest >= 0 && highest >= boundary(scope) ? highest : nil
  }

  /// Returns the position of the element that ends a scope; elements from there up are in scope. -1 for an empty stack.
  func boundary(_ scope: Scope) -> Int {
    guard let below = entries.last?.below else { return -1 }
    return switch scope {
    case .element: Int(below.scope)
    case .listItem: Int(below.listItemScope)
    case .button: Int(below.buttonScope)
    case .table: Int(below.tableScope)
    }
  }

  /// Returns the position of the HTML element that "any other end tag" of section 13.2.6.4.7 ends: the highest of its name;
  /// `nil` if a special element is above it.
  func position(endedBy tag: TagName) -> Int? {
    let last = tag.name == .other ? lastOfOther[tag.key] ?? -1 : lastOfKnown[Int(tag.name.rawValue)]
    guard last >= 0, last >= entries.last?.below.special ?? -1 else { return nil }
    return Int(last)
  }

  /// Returns the position of the highest foreign element of that name; `nil` if an HTML element is above it.
  func position(ofForeign tag: TagName) -> Int? {
    guard let last = lastOfOther[tag.key | Self.foreign], last > entries.last?.below.html ?? -1 else {
      return nil
    }
    return Int(last)
  }

  /// The position of the highest special element; -1 for none.
  var nearestSpecial: Int { Int(entries.last?.below.special ?? -1) }
  /// The position of the highest special element other than `address`, `div` and `p`; -1 for none.
  var nearestBlock: Int { Int(entries.last?.below.block ?? -1) }
  /// The position of the element that decides the insertion mode; -1 for none.
  var nearestForMode: Int { Int(entries.last?.below.mode ?? -1) }

  /// Returns the position of the lowest special element above `position`.
  func firstSpecial(above position: Int) -> Int? {
    guard nearestSpecial > position else { return nil }
    return entries.indices[(position + 1)...].first { entries[$0].below.special == $0 }
  }

  private static let foreign: UInt64 = 1 << 63

  private static func key(_ element: Element) -> UInt64 {
    element.namespace == .html ? element.tag.key : element.tag.key | foreign
  }
}

extension OpenElements.Nearest {
  /// Takes in an element that is pushed.
  fileprivate mutating func note(_ element: OpenElements.Element, at position: Int32) {
    guard element.namespace == .html else {
      if element.isForeignSpecial {
        special = position
        block = position
        scope = position
        listItemScope = position
        buttonScope = position
      }
      return
    }
    html = position
    let name = element.tag.name
    if name.isSpecial {
      special = position
      switch name {
      case .address, .div, .p: break
      default: block = position
      }
    }
    switch name {
    case .html, .table, .template:
      tableScope = position
      scope = position
      listItemScope = position
      buttonScope = position
    case .applet, .caption, .td, .th, .marquee, .object, .select:
      scope = position
      listItemScope = position
      buttonScope = position
    case .ol, .ul: listItemScope = position
    case .button: buttonScope = position
    default: break
    }
    switch name {
    case .td, .th, .tr, .tbody, .thead, .tfoot, .caption, .colgroup, .table, .template, .head, .body,
      .frameset, .html:
      mode = position
    default: break
    }
  }
}

extension OpenElements.Element {
  /// True for the foreign elements that are special and end scopes (section 13.2.4.2).
  fileprivate var isForeignSpecial: Bool {
    switch tag.name {
    case .mi, .mo, .mn, .ms, .mtext, .annotationXML: namespace == .math
    case .foreignObject, .desc, .title: namespace == .svg
    default: false
    }
  }
}

extension ElementName {
  /// True for HTML elements of the special category (section 13.2.4.2).
  var isSpecial: Bool {
    switch self {
    case .address, .applet, .area, .article, .aside, .base, .basefont, .bgsound, .blockquote, .body, .br,
      .button, .caption, .center, .col, .colgroup, .dd, .details, .dir, .div, .dl, .dt, .embed, .fieldset,
      .figcaption, .figure, .footer, .form, .frame, .frameset, .h1, .h2, .h3, .h4, .h5, .h6, .head, .header,
      .hgroup, .hr, .html, .iframe, .img, .input, .keygen, .li, .link, .listing, .main, .marquee, .menu,
      .meta, .nav, .noembed, .noframes, .noscript, .object, .ol, .p, .param, .plaintext, .pre, .script,
      .search, .section, .select, .source, .style, .summary, .table, .tbody, .td, .template, .textarea,
      .tfoot, .th, .thead, .title, .tr, .track, .ul, .wbr, .xmp:
      true
    default: false
    }
  }
}
