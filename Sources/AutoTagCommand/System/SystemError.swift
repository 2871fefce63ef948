/// Why the system refused a call.
struct SystemError: Error, Equatable {
  /// The value of `errno`.
  let code: Int32
  /// The system's words for it, such as “No space left on device”.
  let reason: String
}
