internal import CPCRE2

/// A compiled regular expression of PCRE2, the library that httpd and nginx match with.
///
/// `@unchecked Sendable`: compiled code is never changed after `init`, and PCRE2 allows any number of threads
/// to match with it (pcre2api, "Multithreading"); what a match writes to is made for that match.
final class PCRE2: @unchecked Sendable {
  struct Options: OptionSet {
    let rawValue: Int
    static let caseless = Options(rawValue: 1)
    /// `.` matches a line feed too.
    static let dotMatchesAll = Options(rawValue: 2)
    /// `$` matches at the very end only, not before a last line feed.
    static let dollarAtEndOnly = Options(rawValue: 4)
  }

  struct Failure: Error, Equatable {
    let offset: Int
    let message: String
  }

  enum Outcome: Equatable {
    /// The groups from 0; `nil` for one that took no part.
    case match([Range<Int>?])
    case noMatch
    /// The pattern needs more steps, or is larger, than a hostile one is given.
    case gaveUp
  }

  /// Steps of a match that begins at one offset. Backtracking patterns of real rule files need a few hundred.
  private static let stepLimit = 100_000

  /// Steps of a match over all the offsets at which it may begin: PCRE2 counts anew for each.
  private static let wholeStepLimit = 1_000_000

  /// The compiled pattern; `nil` where it is larger than `largest`.
  private let code: OpaquePointer?

  /// A match begins at the start of the text or not at all.
  private let isAnchored: Bool

  /// The bounds of a match. All patterns share these: PCRE2 allows that as long as nobody changes one (pcre2api,
  /// "Multithreading"), and a site may have ten thousand patterns.
  private struct Limits: @unchecked Sendable {
    let context: OpaquePointer?

    /// - Parameter offsets: at which a match may begin, at most.
    init(offsets: Int) {
      context = pcre2_match_context_create_8(nil)
      guard let context else { return }
      let steps = min(PCRE2.stepLimit, PCRE2.wholeStepLimit / offsets)
      pcre2_set_match_limit_8(context, UInt32(max(steps, 1)))
      pcre2_set_depth_limit_8(context, 2_000)
      pcre2_set_heap_limit_8(context, 4_096)
    }
  }

  /// The bounds for texts by the number of bits of their length.
  private static let limits = (0...24).map { Limits(offsets: 1 << $0) }

  private func limits(for subject: [UInt8]) -> OpaquePointer? {
    let bits = isAnchored ? 0 : Int.bitWidth - subject.count.leadingZeroBitCount
    return Self.limits[min(bits, Self.limits.count - 1)].context
  }

  /// Returns the bound of a compiled pattern in bytes. Real ones take some 150, and up to 60 for each byte of their
  /// text; with a few repetitions in one another 20 bytes can ask for 65,000.
  private static func largest(_ pattern: [UInt8]) -> Int { 1_024 + 64 * pattern.count }

  init(_ pattern: [UInt8], _ options: Options = []) throws(Failure) {
    // `\C` would cut characters, and callouts are code.
    var flags = PCRE2_NEVER_BACKSLASH_C
    if options.contains(.caseless) { flags |= PCRE2_CASELESS }
    if options.contains(.dotMatchesAll) { flags |= PCRE2_DOTALL }
    if options.contains(.dollarAtEndOnly) { flags |= PCRE2_DOLLAR_ENDONLY }
    var error: CInt = 0
    var offset = 0
    let compiled = pattern.withUnsafeBufferPointer {
      // A buffer without bytes may have no address, and PCRE2 10.42 wants one.
      var nothing: UInt8 = 0
      return $0.baseAddress.map { pcre2_compile_8($0, pattern.count, flags, &error, &offset, nil) }
        ?? pcre2_compile_8(&nothing, 0, flags, &error, &offset, nil)
    }
    guard let compiled else {
      throw Failure(offset: offset, message: Self.message(error))
    }
    var size = 0
    var flagsInUse: UInt32 = 0
    pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_SIZE), &size)
    pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_ALLOPTIONS), &flagsInUse)
    isAnchored = flagsInUse & PCRE2_ANCHORED != 0
    guard size <= Self.largest(pattern) else {
      pcre2_code_free_8(compiled)
      code = nil
      return
    }
    code = compiled
  }

  deinit {
    pcre2_code_free_8(code)
  }

  /// - Parameter start: the offset at which the search begins; what is in front of it can be looked back at.
  func match(_ subject: [UInt8], from start: Int = 0) -> Outcome {
    guard let code, let limits = limits(for: subject),
      let data = pcre2_match_data_create_from_pattern_8(code, nil)
    else { return .gaveUp }
    defer { pcre2_match_data_free_8(data) }
    let count = subject.withUnsafeBufferPointer {
      var nothing: UInt8 = 0
      return $0.baseAddress.map { pcre2_match_8(code, $0, subject.count, start, 0, data, limits) }
        ?? pcre2_match_8(code, &nothing, 0, 0, 0, data, limits)
    }
    if count == PCRE2_ERROR_NOMATCH { return .noMatch }
    guard count > 0, let offsets = pcre2_get_ovector_pointer_8(data) else { return .gaveUp }
    return .match(
      (0..<Int(pcre2_get_ovector_count_8(data))).map { group in
        let start = offsets[2 * group]
        let end = offsets[2 * group + 1]
        // A group that took no part has PCRE2_UNSET, all bits set; `\K` can put the start behind the end.
        return start >= 0 && start <= end && end <= subject.count ? start..<end : nil
      })
  }

  /// The number of a named group.
  func groupNumber(of name: String) -> Int? {
    guard let code else { return nil }
    let number = name.utf8CString.withUnsafeBytes { bytes in
      bytes.baseAddress.map {
        pcre2_substring_number_from_name_8(code, $0.assumingMemoryBound(to: UInt8.self))
      }
    }
    guard let number, number > 0 else { return nil }
    return Int(number)
  }

  private static func message(_ error: CInt) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let length = pcre2_get_error_message_8(error, start, buffer.count)
      return length > 0 ? String(decoding: buffer.prefix(Int(length)), as: UTF8.self) : "error \(error)"
    }
  }
}
