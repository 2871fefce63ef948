internal import AutoTagBytes

/// The findings that were there at some time. A run that is given them counts only what is new.
///
/// It is a file to be committed: JSON, sorted, a line for each finding, without anything that changes when lines are added
/// to what the findings are about, and of what that says nothing but hashes.
package struct Baseline: Sendable, Equatable {
  /// The command whose findings these are.
  package enum Kind: Sendable, CaseIterable {
    case audit, conversions

    /// The file's name unless the configuration says otherwise.
    package var fileName: String {
      switch self {
      case .audit: "autotag-baseline.json"
      case .conversions: "autotag-conversions-baseline.json"
      }
    }

    /// The command's name.
    var command: String {
      switch self {
      case .audit: "audit"
      case .conversions: "conversions"
      }
    }

    /// Returns true if a baseline is of this kind by its first entry.
    func isKind(of file: JSONNode) -> Bool {
      guard case .object(let fields) = file.value,
        let findings = fields.first(where: { $0.name == "findings" }),
        case .object(let members) = findings.value.array?.first?.value
      else { return false }
      return members.contains { $0.name == subjectKey }
    }

    /// The key of an entry's subject, by which the files of one command are not taken for the other's.
    var subjectKey: String {
      switch self {
      case .audit: "file"
      case .conversions: "sale"
      }
    }
  }

  package struct Entry: Sendable, Hashable, Comparable {
    package let fingerprint: String
    /// For whoever reads the file, as is the subject; the fingerprint alone counts.
    package let code: String
    /// The file of a page, or the advertiser and the day of a sale.
    package let subject: String

    package init(fingerprint: String, code: String, subject: String) {
      self.fingerprint = fingerprint
      self.code = code
      self.subject = subject
    }

    package static func < (one: Entry, other: Entry) -> Bool {
      (one.subject, one.code, one.fingerprint) < (other.subject, other.code, other.fingerprint)
    }
  }

  package let kind: Kind
  /// Sorted by subject, then code, then fingerprint.
  package let entries: [Entry]

  static let version = 1

  package init(_ kind: Kind, _ entries: some Sequence<Entry>) {
    self.kind = kind
    self.entries = Set(entries).sorted()
  }

  /// The file: the same findings give the same text.
  package var text: String {
    var lines: [String] = []
    for entry in entries {
      var line: [UInt8] = Array("    { \"\(kind.subjectKey)\": ".utf8)
      JSONText.quote(entry.subject, to: &line)
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
