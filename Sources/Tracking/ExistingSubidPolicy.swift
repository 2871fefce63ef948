/// What to do with a link that already has another value in the subid parameter.
package enum ExistingSubidPolicy: String, Sendable, CaseIterable {
  /// Leave it and report it.
  case keep
  /// Put the click-id token in its place.
  case replace
}
