import AutoTagFiles
import SystemPackage

/// Standard error, for messages to a person.
enum StandardError {
  static func write(_ text: String) {
    // Nobody can be told of a message that cannot be told; the exit status says what matters.
    let bytes = Array(text.utf8)
    try? FileSystem.write(bytes, bytes.indices, to: .standardError)
  }
}
