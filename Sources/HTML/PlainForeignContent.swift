/// A stack of open SVG and MathML elements that are well-formed and have no HTML inside, as on nearly every page. The HTML
/// around them then has no effect on them and need not be followed. With anything else this gives up, and
/// `TreeConstruction` is to read the page.
struct PlainForeignContent {
  private var open: [TagName] = []
  /// True if the innermost element may hold HTML.
  private var isIntegrationPoint = false

  var isInside: Bool { !open.isEmpty }

  mutating func removeAll() {
    open.removeAll(keepingCapacity: true)
    isIntegrationPoint = false
  }

  /// Follows a start tag.
  /// - Parameter name: `svg` or `math` if no element is open.
  /// - Returns: `false` if the HTML around decides what the tag does.
  mutating func start(_ name: TagName, isSelfClosing: Bool) -> Bool {
    if isIntegrationPoint || name.name.mayLeaveForeignContent { return false }
    guard !isSelfClosing else { return true }
    open.append(name)
    isIntegrationPoint = name.name.mayBeIntegrationPoint
    return true
  }

  /// Follows an end tag.
  /// - Returns: `false` if the HTML around decides what the tag does.
  mutating func end(_ name: TagName) -> Bool {
    guard open.last == name else { return false }
    open.removeLast()
    isIntegrationPoint = false
    return true
  }
}

extension ElementName {
  /// True for start tags that end SVG and MathML (section 13.2.6.5); `font` does so with some attributes.
  fileprivate var mayLeaveForeignContent: Bool {
    switch self {
    case .font: true
    default: breaksOutOfForeignContent
    }
  }

  /// True for names of which some elements are integration points (section 13.2.6, "tree construction").
  fileprivate var mayBeIntegrationPoint: Bool {
    switch self {
    case .foreignObject, .desc, .title, .mi, .mo, .mn, .ms, .mtext, .annotationXML: true
    default: false
    }
  }
}
