internal import AutoTagBytes

/// `map` (caddyserver.com/docs/caddyfile/directives/map): values of placeholders by a text.
final class CaddyMap: Sendable {
  let source: CaddyText
  /// Names without braces.
  let names: [String]
  private let exact: [[UInt8]: Int]
  private let patterns: [(row: Int, pattern: Pattern)]
  private let index: CandidateIndex
  /// `nil` for an output that is written `-` or not at all.
  private let outputs: [[[UInt8]?]]
  private let defaults: [[UInt8]]?

  init(_ directive: CaddyDirective, arguments: ArraySlice<CaddyToken>) throws(MalformedRule) {
    guard let first = arguments.first, arguments.count > 1 else {
      throw MalformedRule("map needs a source and a placeholder")
    }
    var names: [String] = []
    for token in arguments.dropFirst() {
      guard let name = CaddyText(token.text).lonePlaceholder else {
        throw MalformedRule("\(token.text.text) is no placeholder")
      }
      names.append(name)
    }
    var exact: [[UInt8]: Int] = [:]
    var patterns: [(row: Int, pattern: Pattern)] = []
    var outputs: [[[UInt8]?]] = []
    var defaults: [[UInt8]]?
    for row in directive.block ?? [] {
      let values = row.arguments.map(\.text)
      guard values.count <= names.count else { throw MalformedRule("line \(row.line) has too many values") }
      let key = row.words[0].text
      if key == [UInt8]("default") {
        defaults = values
        continue
      }
      if key.first == UInt8(ascii: "~") {
        patterns.append((outputs.count, try CaddyPattern.compiled(Array(key.dropFirst()))))
      } else if exact.updateValue(outputs.count, forKey: key) != nil {
        throw MalformedRule("\(key.text) stands in the map twice")
      }
      outputs.append(values.map { $0 == [UInt8(ascii: "-")] ? nil : $0 })
    }
    source = CaddyText(first.text)
    (self.names, self.exact, self.patterns) = (names, exact, patterns)
    (self.outputs, self.defaults) = (outputs, defaults)
    index = CandidateIndex(patterns.map { entry in entry.pattern.literalPrefix.map { ($0, false) } })
  }

  enum Outcome {
    /// Text whose placeholders are replaced.
    case text(CaddyText)
    case value([UInt8])
    case nothing
    case gaveUp
  }

  /// Returns the value of a placeholder: of the first row that matches and has one, or the default.
  func value(of name: String, for key: [UInt8]) -> Outcome {
    guard let column = names.firstIndex(of: name) else { return .nothing }
    func output(_ row: Int) -> [UInt8]? { outputs[row].indices.contains(column) ? outputs[row][column] : nil }
    let match = exact[key].flatMap { row in output(row).map { (row, $0) } }
    for candidate in index.candidates(for: key) {
      let (row, pattern) = patterns[candidate]
      if let match, match.0 < row { break }
      guard let template = output(row) else { continue }
      switch pattern.match(key) {
      case .noMatch: continue
      case .gaveUp: return .gaveUp
      case .match(let ranges):
        guard let value = CaddyPattern.filled(template, pattern, ranges, key).bytes else { return .gaveUp }
        return .value(value)
      }
    }
    if let match { return .text(CaddyText(match.1)) }
    guard let defaults else { return .nothing }
    return defaults.indices.contains(column) ? .text(CaddyText(defaults[column])) : .value([])
  }
}
