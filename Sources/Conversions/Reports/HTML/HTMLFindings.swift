internal import AutoTagReportPage
internal import AutoTagText

/// The part of the page about what was found: each code with its number, what to do, and the first places.
struct HTMLFindings {
  private let conversions: Conversions

  /// The most places of one code.
  private static let mostPlaces = 20

  init(_ conversions: Conversions) {
    self.conversions = conversions
  }

  var section: PageSection {
    PageSection(id: "found", title: "What was found", body: body)
  }

  private var body: String {
    guard !conversions.findings.isEmpty else {
      let isEmpty = conversions.totals.isEmpty && conversions.activity.isEmpty
      let isWhole = conversions.sources.allSatisfy { $0.problem == nil }
      let end = isWhole ? "." : " in what could be read."
      guard conversions.inBaseline == 0 else { return "<p>Nothing new was found\(end)</p>\n" + known }
      return isEmpty ? "<p>Nothing was there to be looked at.</p>\n" : "<p>Nothing was found\(end)</p>\n"
    }
    var places: [ConversionCode: [ConversionFinding]] = [:]
    conversions.forEachFinding(most: Self.mostPlaces) { places[$0.code, default: []].append($0) }
    let codes = conversions.findings.sorted { one, other in
      if one.key.severity != other.key.severity { return one.key.severity > other.key.severity }
      return one.value == other.value ? one.key.rawValue < other.key.rawValue : one.value > other.value
    }
    return "<p class=\"lead\">\(counts)</p>\n<div class=\"rules\">\n"
      + codes.map { rule($0.key, $0.value, places[$0.key] ?? []) }.joined() + "</div>\n" + known
  }

  private var known: String {
    guard conversions.inBaseline > 0 else { return "" }
    return
      "<p class=\"quiet known\">\(PageNumber.of(conversions.inBaseline, "more finding")) in the baseline.</p>\n"
  }

  private var counts: String {
    let (errors, warnings) = (conversions.count(.error), conversions.count(.warning))
    let parts = [
      errors > 0 ? PageNumber.of(errors, "error") : nil,
      warnings > 0 ? PageNumber.of(warnings, "warning") : nil,
      conversions.count(.info) > 0 ? "\(PageNumber.of(conversions.count(.info))) info" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: ", ") + "."
  }

  private func rule(_ code: ConversionCode, _ count: Int, _ places: [ConversionFinding]) -> String {
    let more = count - places.count
    return "<details\(code.severity == .error ? " open" : "")>\n<summary>\(severity(code.severity))"
      + "<span>\(HTMLText.prose(code.title)) <code>\(code.rawValue)</code></span>"
      + "<span class=\"number\">\(PageNumber.of(count))</span></summary>\n<div class=\"why\">\n"
      + groups(places).map(group).joined()
      + (more > 0
        ? "<p class=\"quiet\">… and \(PageNumber.of(more)) more, which --verbose and the report as JSON have too.</p>\n"
        : "")
      + "</div>\n</details>\n"
  }

  /// The places with what to do, each advice once: many places have the same.
  private func groups(_ places: [ConversionFinding]) -> [(fix: String, places: [ConversionFinding])] {
    var groups: [(fix: String, places: [ConversionFinding])] = []
    var numbers: [String: Int] = [:]
    for place in places {
      if let number = numbers[place.fix] {
        groups[number].places.append(place)
      } else {
        numbers[place.fix] = groups.count
        groups.append((place.fix, [place]))
      }
    }
    return groups
  }

  private func group(_ fix: String, _ places: [ConversionFinding]) -> String {
    (fix.isEmpty ? "" : "<p><strong>What to do: </strong>\(HTMLText.prose(fix))</p>\n")
      + "<ul class=\"problems\">\n" + places.map(place).joined() + "</ul>\n"
  }

  private func place(_ finding: ConversionFinding) -> String {
    "<li><span class=\"mono\">\(HTMLText.escaped(finding.location))</span> \(HTMLText.prose(finding.message))</li>\n"
  }

  private func severity(_ severity: ConversionCode.Severity) -> String {
    "<span class=\"severity \(severity == .info ? "quiet" : "\(severity.rawValue)-ink")\">"
      + "<span class=\"shape \(severity.rawValue)\"></span>\(severity.rawValue)</span>"
  }
}
