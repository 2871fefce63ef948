import AutoTagText

/// Rows of a title and right-aligned cells, for people at a terminal.
struct TextTable {
  struct Row {
    let title: String
    let cells: [String]
    let ink: Style.Ink?

    init(_ title: String, _ cells: [String], _ ink: Style.Ink? = nil) {
      (self.title, self.cells, self.ink) = (title, cells, ink)
    }
  }

  private let style: Style

  init(_ style: Style) {
    self.style = style
  }

  func text(_ rows: [Row]) -> String {
    let columns = rows.first?.cells.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0.cells[column].utf8.count }.max() ?? 0 }
    let titleWidth = rows.map { DisplayWidth.of($0.title) }.max() ?? 0
    return rows.map { row in
      let cells = zip(row.cells, widths).map { String(repeating: " ", count: $1 - $0.utf8.count) + $0 }
      let padding = String(repeating: " ", count: titleWidth - DisplayWidth.of(row.title))
      return "  " + style.paint(row.title, row.ink) + padding + "  " + cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}
