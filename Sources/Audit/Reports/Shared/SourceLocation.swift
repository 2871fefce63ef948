internal import AutoTagSite

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

/// The paths of the site's files from the folder that the program was run in, which in CI is the root of the
/// repository: code hosts know files by their paths from there.
struct SiteFolder {
  /// The site's root as it was named on the command line.
  let site: String
  /// The site's path from the folder that the program was run in, of a site that was named by an absolute path; `nil` where it
  /// is not inside that folder.
  private let siteFromHere: String?

  init(_ context: AuditContext) {
    site = context.site
    siteFromHere = context.siteFromHere
  }

  /// The path of a file of the site from the folder that the program was run in; `nil` where the file is not inside that
  /// folder.
  func pathFromHere(of file: String) -> String? {
    guard let site = site.hasPrefix("/") ? siteFromHere : site else { return nil }
    let path = Self.normalized(site + "/" + file)
    return path.hasPrefix("../") || path == ".." ? nil : path
  }

  /// The same, byte for byte.
  func pathFromHere(of file: [UInt8]) -> [UInt8]? {
    guard let site = pathFromHere(of: "") else { return nil }
    return site.isEmpty ? file : Array(site.utf8) + [UInt8(ascii: "/")] + file
  }

  /// The path by which an editor finds a file from the folder that the program was run in, whether it is inside that folder
  /// or not.
  func pathFromRun(of file: String) -> String {
    pathFromHere(of: file) ?? Self.normalized(site + "/" + file)
  }

  /// “public/index.html:12:5”, in the form that editors jump to.
  func location(of finding: Finding) -> String {
    let path = pathFromRun(of: finding.file)
    return finding.isOfWholeFile ? path : "\(path):\(finding.line):\(finding.column)"
  }

  /// The site's root as a `file:` URL that ends in a slash; `nil` where it was named by a relative path.
  var url: String? {
    guard site.hasPrefix("/") else { return nil }
    let path = Self.normalized(site)
    return "file://" + Self.percentEncoded(path == "/" ? "/" : path + "/")
  }

  /// A path as a relative URL.
  static func percentEncoded(_ path: String) -> String { percentEncoded(path.utf8) }

  static func percentEncoded(_ path: some Sequence<UInt8>) -> String {
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

  /// Without empty names and `.`, and without `..` where something stands before it.
  static func normalized(_ path: String) -> String {
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name == "..", let last = names.last, last != ".." {
        names.removeLast()
      } else if name != ".." || !path.hasPrefix("/") {
        names.append(name)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + names.joined(separator: "/")
  }
}
