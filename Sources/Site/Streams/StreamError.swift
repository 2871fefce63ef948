package import SystemPackage

/// The reason why a stream was not worked on to its end. What was written before it counts for nothing.
package enum StreamError: Error, Sendable, Equatable {
  /// Bytes that are not what has to stand there.
  /// - Parameters:
  ///   - item: the record or the member of an archive, as in “record 3”.
  ///   - offset: the byte of the input, from 0.
  case malformed(item: String, offset: Int, because: String)
  /// An end where more has to come.
  case cut(item: String, offset: Int, because: String)
  case unreadable(Errno)
  case unwritable(Errno)
}

extension StreamError: CustomStringConvertible {
  /// The fault and what to do about it.
  package var description: String {
    switch self {
    case .malformed(let item, let offset, let reason):
      "the input is wrong at byte \(offset), in \(item): \(reason); what came out so far counts for nothing"
    case .cut(let item, let offset, let reason):
      "the input ends at byte \(offset), in \(item): \(reason); what came out so far counts for nothing: send all of it again"
    case .unreadable(let error): "cannot read the input: \(error.description)"
    case .unwritable(let error): "cannot write the output: \(error.description)"
    }
  }
}
