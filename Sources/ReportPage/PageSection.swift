/// A part of a page under a heading.
package struct PageSection {
  /// The id of its element, which the page has once: letters, digits and hyphens.
  package let id: String
  /// The heading, as text.
  package let title: String
  /// The part below it, as HTML.
  package let body: String

  package init(id: String, title: String, body: String) {
    (self.id, self.title, self.body) = (id, title, body)
  }

  package var html: String {
    "<section aria-labelledby=\"\(id)\">\n<h2 id=\"\(id)\">\(HTMLText.escaped(title))</h2>\n\(body)</section>\n"
  }
}
