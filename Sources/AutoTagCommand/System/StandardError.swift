/// Standard error, for messages to a person.
enum StandardError {
  static func write(_ text: String) {
    // Nobody can be told of a message that cannot be told; the exit status says what matters.
    try? SystemCalls.write(Array(text.utf8), to: SystemCalls.standardError)
  }
}
