internal import AutoTagBytes
internal import AutoTagSite
internal import AutoTagTracking

/// The line and columns of a finding as code hosts count them: in UTF-16 code units, from 1.
struct SourcePosition {
  let line: Int
  /// The first column and the one after the last; `nil` where the line is cut and that is not known.
  let columns: Range<Int>?

  init(_ finding: Finding) {
    line = finding.line
    columns = finding.excerpt.flatMap { excerpt in
      guard let cut = excerpt.cutUTF16Length else { return nil }
      // A byte-order mark is no part of the text.
      let hasMark = finding.line == 1 && cut == 0 && excerpt.before.unicodeScalars.first == "\u{FEFF}"
      let start = cut + excerpt.before.utf16.count + (hasMark ? 0 : 1)
      return start..<start + excerpt.marked.utf16.count
    }
  }
}

extension ShownPaths {
  /// “public/index.html:12:5”, in the form that editors jump to.
  func location(of finding: Finding) -> String {
    let path = shown(finding.path)
    return finding.isOfWholeFile ? path : "\(path):\(finding.line):\(finding.column)"
  }

  /// The fault in one sentence, and the remedy, with the files that they name.
  func message(of finding: Finding) -> String { text(finding.words) }
  func fix(of finding: Finding) -> String { text(finding.remedy) }
  func message(of problem: Problem) -> String { text(problem.words) }

  /// “content/posts/a.md:4”, the place in the page's source; `nil` where nothing tells.
  func source(of finding: Finding) -> String? {
    finding.source.map { shown($0.path) + ($0.line.map { ":\($0)" } ?? "") }
  }

  private func text(_ words: MessageText) -> String { named(words).text }
}

/// Paths as URLs.
enum PathURL {
  /// - Parameter path: as `PathText` has it.
  static func percentEncoded(_ path: String) -> String { percentEncoded(PathText.bytes(path)) }

  private static func percentEncoded(_ path: [UInt8]) -> String {
    var bytes: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in path {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        bytes.append(byte)
      default:
        // Also what a path may hold as it is: a colon in the first name would end a scheme.
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
