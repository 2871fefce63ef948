internal import AutoTagBytes

/// The findings that a site had at some time. An audit that is given them reports only what is new.
///
/// It is a file to be committed with the site: JSON, sorted, a line for each finding, without anything that
/// changes when lines are added to a page.
package struct Baseline: Sendable, Equatable {
  package struct Entry: Sendable, Hashable, Comparable {
    package let fingerprint: String
    /// For whoever reads the file; the fingerprint alone counts.
    package let code: String
    package let file: String

    package init(fingerprint: String, code: String, file: String) {
      self.fingerprint = fingerprint
      self.code = code
      self.file = file
    }

    init(_ finding: Finding) {
      self.init(fingerprint: finding.fingerprint, code: finding.code, file: finding.file)
    }

    package static func < (one: Entry, other: Entry) -> Bool {
      (one.file, one.code, one.fingerprint) < (other.file, other.code, other.fingerprint)
    }
  }

  /// Sorted by file, then code, then fingerprint.
  package let entries: [Entry]

  /// The file's name unless the configuration says otherwise.
  package static let fileName = "autotag-baseline.json"

  static let version = 1

  package init(_ entries: some Sequence<Entry>) {
    self.entries = Set(entries).sorted()
  }

  /// The file: the same findings give the same text.
  package var text: String {
    var lines: [String] = []
    for entry in entries {
      var line: [UInt8] = Array("    { \"file\": ".utf8)
      JSONText.quote(entry.file, to: &line)
      line += ", \"code\": ".utf8
      JSONText.quote(entry.code, to: &line)
      line += ", \"fingerprint\": ".utf8
      JSONText.quote(entry.fingerprint, to: &line)
      line += " }".utf8
      lines.append(String(decoding: line, as: UTF8.self))
    }
    let findings = lines.isEmpty ? "[]" : "[\n\(lines.joined(separator: ",\n"))\n  ]"
    return "{\n  \"version\": \(Self.version),\n  \"findings\": \(findings)\n}\n"
  }
}
