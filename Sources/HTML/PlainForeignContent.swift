/// SVG and MathML as nearly every page has them: well-formed, and no HTML inside. Then what is around them does
/// not matter, and nothing of it needs to be known. With anything else this gives up, and `TreeConstruction`
/// is to read the page.
struct PlainForeignContent {
  private var open: [TagName] = []
  /// Whether the innermost element may hold HTML.
  private var isIntegrationPoint = false

  var isInside: Bool { !open.isEmpty }

  mutating func removeAll() {
    open.removeAll(keepingCapacity: true)
    isIntegrationPoint = false
  }

  /// - Parameter name: `svg` or `math` where nothing is open yet.
  /// - Returns: `false` where the surroundings matter.
  mutating func start(_ name: TagName, isSelfClosing: Bool) -> Bool {
    if isIntegrationPoint || name.name.mayLeaveForeignContent { return false }
    guard !isSelfClosing else { return true }
    open.append(name)
    isIntegrationPoint = name.name.mayBeIntegrationPoint
    return true
  }

  /// - Returns: `false` where the surroundings matter.
  mutating func end(_ name: TagName) -> Bool {
    guard open.last == name else { return false }
    open.removeLast()
    isIntegrationPoint = false
    return true
  }
}

extension ElementName {
  /// Section 13.2.6.5: the start tags that end SVG and MathML; `font` does so with some attributes.
  fileprivate var mayLeaveForeignContent: Bool {
    switch self {
    case .font: true
    default: breaksOutOfForeignContent
    }
  }

  fileprivate var mayBeIntegrationPoint: Bool {
    switch self {
    case .foreignObject, .desc, .title, .mi, .mo, .mn, .ms, .mtext, .annotationXML: true
    default: false
    }
  }
}
