/// A table of a page. On a narrow screen its rows are cards, where each cell has the heading of its column before it.
package struct PageTable {
  package struct Column {
    package let title: String
    package let isNumeric: Bool

    package static func text(_ title: String) -> Column { Column(title: title, isNumeric: false) }
    package static func number(_ title: String) -> Column { Column(title: title, isNumeric: true) }
  }

  /// The name for those who hear the page, as text.
  private let name: String
  private let columns: [Column]
  private var rows = ""

  package init(_ name: String, _ columns: [Column]) {
    (self.name, self.columns) = (name, columns)
  }

  /// Adds a row. The first cell is its heading.
  /// - Parameter cells: HTML, a cell for each column.
  package mutating func add(_ cells: [String], isSum: Bool = false) {
    rows += isSum ? "<tr class=\"sum\" role=\"row\">" : "<tr role=\"row\">"
    for (index, (column, cell)) in zip(columns, cells).enumerated() {
      let style = column.isNumeric ? " class=\"numeric\"" : ""
      rows +=
        index == 0
        ? "<th scope=\"row\" role=\"rowheader\"\(style)>\(cell)</th>"
        : "<td role=\"cell\" data-label=\"\(HTMLText.escaped(column.title))\"\(style)><span>\(cell)</span></td>"
    }
    rows += "</tr>\n"
  }

  // The roles keep it a table for screen readers where its rows are cards.
  package var html: String {
    let head = columns.map { column in
      "<th scope=\"col\" role=\"columnheader\"\(column.isNumeric ? " class=\"numeric\"" : "")>"
        + "\(HTMLText.escaped(column.title))</th>"
    }.joined()
    return "<table class=\"cards\" role=\"table\" aria-label=\"\(HTMLText.escaped(name))\">\n"
      + "<thead role=\"rowgroup\"><tr role=\"row\">\(head)</tr></thead>\n<tbody role=\"rowgroup\">\n\(rows)</tbody>\n</table>\n"
  }
}
