/// The state of a line, in the words of AnyTrack's event log.
package enum LineState: UInt8, Sendable, CaseIterable {
  /// Counted, with a click id.
  case ok
  /// Counted elsewhere: a repeat, an event whose commissionable line is there, or a twin.
  case deduplicated
  /// Of a type that is ignored.
  case discarded
  /// Counted where it has amounts, but without a click id that could be found; not counted where it was not understood.
  case error

  package var name: String {
    switch self {
    case .ok: "ok"
    case .deduplicated: "deduplicated"
    case .discarded: "discarded"
    case .error: "error"
    }
  }
}
