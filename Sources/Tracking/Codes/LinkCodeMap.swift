/// The codes that a site's links have and had, each with its place: a table that is kept beside the configuration and
/// committed. A code stays in it when its link is gone, because the network's reports speak of it for months.
///
/// The file is a line of column names and a line for each code, between tabs, sorted by page and destination, so that a
/// difference of two versions can be read. In a value `\t`, `\n`, `\r` and `\\` stand for a tab, line ends and a backslash.
package struct LinkCodeMap: Sendable, Equatable {
  package private(set) var codes: [LinkPlace: String] = [:]
  package private(set) var places: [String: LinkPlace] = [:]

  /// The file's name.
  package static let fileName = "autotag-codes.tsv"
  private static let header = "code\tpage\tdestination"

  package init() {}

  /// Reads a file.
  /// - Parameter file: its name in messages.
  package init(_ bytes: [UInt8], file: String) throws(LinkCodeMapError) {
    func fault(_ line: Int, _ text: String) -> LinkCodeMapError {
      LinkCodeMapError(
        "\(file):\(line): \(text): take the file from version control, or delete it to have codes made anew")
    }
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      // Editors and version control may have changed the line ends.
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if number == 1 {
        guard line.elementsEqual(Self.header.utf8) else {
          throw fault(1, "a map of link codes begins with the line “code page destination”, between tabs")
        }
        continue
      }
      guard !line.isEmpty else { continue }
      let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { String(validating: $0, as: UTF8.self).flatMap(Self.unescaped) }
      guard fields.count == 3, let code = fields[0], let page = fields[1], let destination = fields[2] else {
        throw fault(number, "a line has a code, a page and a destination, between tabs")
      }
      guard LinkCode.isCode(code) else { throw fault(number, "“\(code)” is no code of a link") }
      let place = LinkPlace(page: page, destination: destination)
      guard places[code] == nil, codes[place] == nil else {
        throw fault(number, "the code or the link is on another line too")
      }
      set(code, for: place)
    }
  }

  /// Gives a place a code; what the place had and what had the code is forgotten.
  package mutating func set(_ code: String, for place: LinkPlace) {
    if let old = codes[place] { places[old] = nil }
    if let old = places[code] { codes[old] = nil }
    codes[place] = code
    places[code] = place
  }

  /// Takes over what another map knows of places and codes that this one does not have.
  package mutating func take(_ other: LinkCodeMap) {
    for (place, code) in other.codes where codes[place] == nil && places[code] == nil {
      set(code, for: place)
    }
  }

  /// The file's bytes.
  package var text: String {
    var text = Self.header + "\n"
    for (place, code) in codes.sorted(by: { $0.key < $1.key }) {
      text += "\(code)\t\(Self.escaped(place.page))\t\(Self.escaped(place.destination))\n"
    }
    return text
  }

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\\") }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Returns `nil` for a backslash that stands for nothing.
  private static func unescaped(_ text: String) -> String? {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars {
      guard isEscaped else {
        if scalar == "\\" { isEscaped = true } else { result.append(scalar) }
        continue
      }
      switch scalar {
      case "\\": result.append("\\")
      case "t": result.append("\t")
      case "n": result.append("\n")
      case "r": result.append("\r")
      default: return nil
      }
      isEscaped = false
    }
    return isEscaped ? nil : String(result)
  }
}

/// A map of link codes that cannot be understood.
package struct LinkCodeMapError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
