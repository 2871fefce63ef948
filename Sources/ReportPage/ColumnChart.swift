/// A chart of columns, one beside the other, as SVG: values above the axis, negative ones below it.
///
/// Lengths along the axis are parts of the chart's width, so that it has the width of its place; those up and down are pixels.
/// So letters keep their size on any screen. All are whole numbers, of pixels or of thousandths of a percent.
package struct ColumnChart {
  package struct Column {
    /// The words below the axis, of which there is room for some.
    package let label: String
    /// The words about the column that a pointer on it shows.
    package let title: String
    package let value: Int64

    package init(label: String, title: String, value: Int64) {
      (self.label, self.title, self.value) = (label, title, value)
    }
  }

  /// The styles of charts and tables, which follow those of all reports.
  package static var style: [UInt8] { PackageResources.figures_css }

  private let name: String
  private let columns: [Column]
  private let scale: ValueScale

  /// The pixels of the axis' whole height, above it and below it.
  private static let height = 200
  private static let top = 10
  private static let bottom = 30
  /// The whole width.
  private static let width = 100_000
  private static let widestColumn = 6_000

  /// - Parameters:
  ///   - name: the chart in a sentence for those who do not see it, as text.
  ///   - text: returns the words of a value on the axis.
  package init(_ name: String, _ columns: [Column], text: (Int64) -> String) {
    (self.name, self.columns) = (name, columns)
    scale = ValueScale(columns.map(\.value), text: text)
  }

  package var html: String {
    guard !columns.isEmpty else { return "" }
    let all = Self.height + Self.top + Self.bottom
    return "<div class=\"chart\" role=\"img\" aria-label=\"\(HTMLText.escaped(name))\">\n"
      + "<svg class=\"axis\" width=\"\(axisWidth)\" height=\"\(all)\" aria-hidden=\"true\">"
      + scale.ticks.map { tick in
        "<text x=\"\(axisWidth - 8)\" y=\"\(y(tick.value) + 4)\">\(HTMLText.escaped(tick.text))</text>"
      }.joined() + "</svg>\n<svg class=\"plot\" width=\"100%\" height=\"\(all)\" aria-hidden=\"true\">\n"
      + scale.ticks.map { tick in
        "<line\(tick.value == 0 ? " class=\"zero\"" : "") x1=\"0\" x2=\"100%\" y1=\"\(y(tick.value))\" y2=\"\(y(tick.value))\"/>"
      }.joined() + "\n" + columns.indices.map(column).joined() + "</svg>\n</div>\n"
  }

  /// The pixels of the words beside the axis.
  private var axisWidth: Int {
    // A digit is 8 pixels wide at most, and a comma half of that.
    (scale.ticks.map { $0.text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: ",") ? 4 : 8) } }.max() ?? 0) + 12
  }

  private func y(_ value: Int128) -> Int { Self.top + scale.distance(fromTop: value, of: Self.height) }

  private func percent(_ thousandths: Int) -> String {
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.utf8.count))\(rest)%"
  }

  private func column(_ index: Int) -> String {
    let column = columns[index]
    let start = Self.width * index / columns.count
    let slot = Self.width * (index + 1) / columns.count - start
    let width = min(slot * 7 / 10, Self.widestColumn)
    let (zero, end) = (y(0), y(Int128(column.value)))
    var html = "<g><title>\(HTMLText.escaped(column.title))</title>"
    html +=
      "<rect class=\"slot\" x=\"\(percent(start))\" width=\"\(percent(slot))\" y=\"\(Self.top)\" height=\"\(Self.height)\"/>"
    if column.value != 0 {
      // The smallest amount is seen too.
      let height = max(1, abs(end - zero))
      html +=
        "<rect class=\"\(column.value < 0 ? "negative" : "positive")\" x=\"\(percent(start + (slot - width) / 2))\" "
        + "width=\"\(percent(width))\" y=\"\(column.value < 0 ? zero : zero - height)\" height=\"\(height)\"/>"
    }
    return html + label(index, start: start, slot: slot) + "</g>\n"
  }

  /// The label of a column: of all of them as many as a narrow screen has room for, and of the others those that only a wide
  /// one has.
  private func label(_ index: Int, start: Int, slot: Int) -> String {
    let room = 7 * (columns.map(\.label.unicodeScalars.count).max() ?? 0) + 16
    let wide = Self.stride(columns.count, most: 620 / room)
    let narrow = wide * Self.stride((columns.count + wide - 1) / wide, most: min(230, 300 - axisWidth) / room)
    guard index % wide == 0 else { return "" }
    let middle = start + slot / 2
    let (x, anchor) =
      middle < 8_000 ? (start, "start") : middle > 92_000 ? (start + slot, "end") : (middle, "middle")
    let style = index % narrow == 0 ? "" : " class=\"if-wide\""
    return "<text\(style) x=\"\(percent(x))\" y=\"\(Self.top + Self.height + 20)\" text-anchor=\"\(anchor)\">"
      + "\(HTMLText.escaped(columns[index].label))</text>"
  }

  /// The least step by which of so many labels not more than some are left.
  private static func stride(_ count: Int, most: Int) -> Int {
    let most = max(1, most)
    return max(1, (count + most - 1) / most)
  }
}
