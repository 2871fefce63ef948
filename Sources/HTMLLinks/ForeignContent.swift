/// Which elements are SVG or MathML (HTML standard, section 13.2.6.5): there an `<a>` is no HTML link, and
/// `<title>`, `<style>` and `<script>` hold no raw text.
///
/// Follows the open elements from the outermost `<svg>` or `<math>` on. An end tag that matches nothing in
/// there is taken for the end of an HTML element around it, which ends the SVG or MathML too.
struct ForeignContent {
  private enum Kind {
    case svg
    case math
    /// A foreign element whose content is HTML: `foreignObject`, `desc`, `title`, `annotation-xml`, `mi` …
    case integrationPoint
    /// An HTML element within one.
    case html
  }

  private var open: [(name: String, kind: Kind)] = []

  /// Whether the current element is SVG or MathML, where `<![CDATA[` begins text.
  var isInside: Bool {
    switch open.last?.kind {
    case nil, .html: false
    case .svg, .math, .integrationPoint: true
    }
  }

  /// - Returns: whether the start tag makes an HTML element.
  mutating func start(_ tag: borrowing TagToken, in page: Span<UInt8>) -> Bool {
    guard !open.isEmpty || ASCII.equals(page, tag.name, "svg") || ASCII.equals(page, tag.name, "math") else {
      return true
    }
    let name = lowercasedName(of: tag, in: page)
    let current = open.last
    var isHTML = current.map { $0.kind == .html || $0.kind == .integrationPoint } ?? true
    if let current, current.kind == .integrationPoint {
      if current.name == "annotation-xml", name == "svg" { isHTML = false }
      if Self.mathTextPoints.contains(current.name), name == "mglyph" || name == "malignmark" {
        isHTML = false
      }
    }
    if !isHTML, breaksOut(name, tag, in: page) {
      popToHTML()
      isHTML = true
    }
    if isHTML, name != "svg", name != "math" {
      if !open.isEmpty, !Self.voidElements.contains(name) { open.append((name, .html)) }
      return true
    }
    if !tag.isSelfClosing { open.append((name, kind(of: name, tag, in: page))) }
    return false
  }

  mutating func end(_ tag: borrowing TagToken, in page: Span<UInt8>) {
    guard let current = open.last else { return }
    let name = lowercasedName(of: tag, in: page)
    if current.kind != .html, name == "p" || name == "br" {
      popToHTML()
      return
    }
    let wantsHTML = current.kind == .html
    for index in open.indices.reversed() {
      let isHTML = open[index].kind == .html
      // An end tag in HTML content does not reach the foreign element around that.
      if wantsHTML, !isHTML { return }
      if open[index].name == name {
        open.removeSubrange(index...)
        return
      }
      if !wantsHTML, isHTML { return }
    }
    open.removeAll(keepingCapacity: true)
  }

  private mutating func popToHTML() {
    while let last = open.last, last.kind == .svg || last.kind == .math { open.removeLast() }
  }

  private func kind(of name: String, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Kind {
    let isMath =
      name == "math"
      || (name != "svg" && open.last { $0.kind != .html && $0.kind != .integrationPoint }?.kind == .math)
    if isMath {
      if Self.mathTextPoints.contains(name) { return .integrationPoint }
      return name == "annotation-xml" ? .integrationPoint : .math
    }
    return ["foreignobject", "desc", "title"].contains(name) ? .integrationPoint : .svg
  }

  private func breaksOut(_ name: String, _ tag: borrowing TagToken, in page: Span<UInt8>) -> Bool {
    if Self.breakouts.contains(name) { return true }
    guard name == "font" else { return false }
    for attribute in tag.attributes {
      for key: StaticString in ["color", "face", "size"] where ASCII.equals(page, attribute.name, key) {
        return true
      }
    }
    return false
  }

  private func lowercasedName(of tag: borrowing TagToken, in page: Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    for index in tag.name { bytes.append(ASCII.lowercased(page[index])) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let mathTextPoints: Set<String> = ["mi", "mo", "mn", "ms", "mtext"]

  private static let voidElements: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]

  private static let breakouts: Set<String> = [
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1",
    "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol",
    "p",
    "pre", "ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var",
  ]
}
