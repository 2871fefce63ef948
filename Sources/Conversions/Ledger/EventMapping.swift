/// The names of the standard events that lines become, as AnyTrack's event mapping has them: a commission above 0 is a
/// Purchase, none a Lead. Other names and types to ignore come from the configuration.
package struct EventMapping: Sendable, Equatable {
  /// The value that ignores lines instead of naming their event.
  package static let ignored = "ignore"

  package enum LineType: String, Sendable, CaseIterable {
    case realtime, batch
    /// A line whose `is_event` is Y.
    case event
  }

  /// The event of a commission above 0, and of a correction of one; `ignore` to leave such lines out.
  package var purchase = "Purchase"
  /// The event of a line without commission.
  package var lead = "Lead"
  /// Events by SKU, which come first.
  package var skus: [String: String] = [:]
  /// Types of lines to leave out.
  package var ignoredTypes: Set<LineType> = []

  package init() {}

  /// Returns the event of a line; `ignore` where it is to be left out.
  func event(sku: String, commission: Int64) -> String {
    skus[sku] ?? (commission == 0 ? lead : purchase)
  }

  /// True if some lines are left out.
  var ignoresSome: Bool {
    !ignoredTypes.isEmpty || purchase == Self.ignored || lead == Self.ignored
      || skus.values.contains(Self.ignored)
  }

  func ignores(_ traits: LineTraits) -> Bool {
    ignoredTypes.contains { type in
      switch type {
      case .realtime: traits.contains(.realtime)
      case .batch: traits.contains(.batch)
      case .event: traits.contains(.event)
      }
    }
  }
}
