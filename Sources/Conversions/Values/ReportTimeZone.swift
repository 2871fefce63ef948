internal import AutoTagFiles
internal import Glibc
internal import Synchronization

/// The time zone of dates that do not name theirs.
///
/// Names are those of the system's time-zone database, asked through the C library: a table of rules would be out of date.
package struct ReportTimeZone: Sendable, Equatable {
  package static let utc = ReportTimeZone(kind: .offset(0), name: "UTC")

  private enum Kind: Sendable, Equatable {
    /// Seconds east of Greenwich.
    case offset(Int)
    case named
  }

  private let kind: Kind
  /// The zone as it was written.
  package let name: String

  private init(kind: Kind, name: String) {
    (self.kind, self.name) = (kind, name)
  }

  /// - Parameter text: `UTC`, `GMT`, `Z`, an offset such as `+02:00` or `-0500`, or a name such as `Europe/Paris`; `nil` for
  ///   one that the system does not know.
  package init?(_ text: String) {
    if ["UTC", "GMT", "Z"].contains(text.uppercased()) {
      self.init(kind: .offset(0), name: "UTC")
    } else if let offset = Self.offset(Array(text.utf8)) {
      self.init(kind: .offset(offset), name: text)
    } else if Self.isKnown(text) {
      self.init(kind: .named, name: text)
    } else {
      return nil
    }
  }

  /// The seconds of `+02:00`, `-0500` or `+02`.
  static func offset(_ text: [UInt8]) -> Int? {
    guard let sign = text.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    let digits = text.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 2 || digits.count == 4, digits.allSatisfy({ 0x30...0x39 ~= $0 }),
      let number = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    let (hours, minutes) = digits.count == 2 ? (number, 0) : (number / 100, number % 100)
    guard hours <= 14, minutes < 60 else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// The C library takes a name that it does not know for UTC, without a word.
  private static func isKnown(_ name: String) -> Bool {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains(".."),
      name.utf8.allSatisfy({ 0x21..<0x7F ~= $0 })
    else { return false }
    let file = "/usr/share/zoneinfo/" + name
    guard let bytes = try? WholeFile.read(file, limit: WholeFile.settingsLimit) else { return false }
    return bytes.starts(with: "TZif".utf8)
  }

  /// Returns seconds since 1970 of a date and time of day of this zone, given as seconds since 1970 as if it were UTC.
  ///
  /// A time that a change of the clocks repeats is the earlier of the two; one that it leaves out is moved by as much as the
  /// clocks are.
  package func universal(_ local: Int) -> Int {
    switch kind {
    case .offset(let offset): local - offset
    case .named: Self.universal(local, in: name)
    }
  }

  /// The zone that the C library is set to; the setting is the whole process's.
  private static let current = Mutex<String?>(nil)

  private static func universal(_ local: Int, in name: String) -> Int {
    current.withLock { current in
      if current != name {
        setenv("TZ", ":" + name, 1)
        tzset()
        current = name
      }
      // The C library's own way back, `mktime`, takes the one or the other of two times by what it was asked before.
      let day = 86_400
      let offsets = (before: offset(at: local - day), after: offset(at: local + day))
      let isBefore = offset(at: local - offsets.before) == offsets.before
      let isAfter = offset(at: local - offsets.after) == offsets.after
      return local - (isAfter && !isBefore ? offsets.after : offsets.before)
    }
  }

  /// The seconds east of Greenwich of the zone that is set, at a moment.
  private static func offset(at moment: Int) -> Int {
    var seconds = time_t(moment)
    var parts = tm()
    return localtime_r(&seconds, &parts) == nil ? 0 : parts.tm_gmtoff
  }
}
