/// A number with its noun.
package enum Count {
  /// “1 page”, “2 pages”.
  package static func of(_ number: Int, _ noun: String) -> String { "\(number) \(plural(number, noun))" }

  /// The noun alone.
  package static func plural(_ number: Int, _ noun: String) -> String { number == 1 ? noun : noun + "s" }
}
