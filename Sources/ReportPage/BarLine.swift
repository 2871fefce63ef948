/// The bars of rows under each other, as SVG that is as wide as its place: to the right of a common zero, negative ones to its
/// left.
package struct BarLine {
  private static let width: Int128 = 1000

  private let least: Int128
  private let range: Int128

  /// - Parameter values: those of all rows.
  package init(_ values: [Int64]) {
    least = Int128(min(0, values.min() ?? 0))
    range = max(1, Int128(max(0, values.max() ?? 0)) - least)
  }

  /// Returns the bar of a value.
  /// - Parameter faulty: the part of the value that has a fault, which is drawn at its end; it is left out where it is none of the
  ///   value.
  package func html(_ value: Int64, faulty: Int64 = 0, isTall: Bool = false) -> String {
    let (zero, end) = (x(0), x(Int128(value)))
    var parts = ""
    func part(_ style: String, _ from: Int, _ to: Int) {
      guard from < to else { return }
      parts += "<rect class=\"\(style)\" x=\"\(from)\" y=\"0\" width=\"\(to - from)\" height=\"8\"/>"
    }
    if value < 0 {
      // The smallest value is seen too.
      part("negative", max(0, min(end, zero - 1)), max(1, zero))
    } else if value > 0 {
      let isPart = faulty > 0 && faulty <= value
      let start = min(zero, Int(Self.width) - 1)
      let seen = max(end, start + 1)
      let middle = isPart ? x(Int128(value) - Int128(faulty)) : seen
      part("positive", start, middle)
      part("faulty", middle, seen)
    }
    return
      "<svg class=\"bar-line\(isTall ? " tall" : "")\" viewBox=\"0 0 1000 8\" width=\"100%\" height=\"8\" preserveAspectRatio=\"none\" "
      + "aria-hidden=\"true\"><rect class=\"track\" x=\"0\" y=\"0\" width=\"1000\" height=\"8\"/>\(parts)</svg>"
  }

  private func x(_ value: Int128) -> Int { Int((value - least) * Self.width / range) }
}
