internal import AutoTagBytes

/// A regular expression with the names of its groups, which become variables.
struct NginxPattern: Sendable {
  let pattern: Pattern
  let names: [(name: String, group: Int)]

  init(_ source: [UInt8], ignoresCase: Bool) throws(MalformedRule) {
    do {
      pattern = try Pattern(source, ignoresCase ? .caseless : [])
    } catch {
      throw MalformedRule(
        "the regular expression \(source.text) is wrong at character \(error.offset): \(error.message)")
    }
    names = pattern.groupNames
  }
}
