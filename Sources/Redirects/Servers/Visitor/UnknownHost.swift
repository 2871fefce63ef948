internal import AutoTagBytes

/// Conditions that name a host, of a site whose own is not known.
enum UnknownHost {
  /// Returns true if the text that the site's host is compared with names one, so that the result is not known. What asks
  /// for `www.`, for any name, for an address in numbers or for this computer is decided without it.
  /// - Parameter pattern: a name, or a regular expression.
  static func isNamed(in pattern: String) -> Bool {
    var rest = ""
    var isEscaped = false
    var isInClass = false
    for character in pattern.lowercased() {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if isInClass {
        isInClass = character != "]"
      } else if character == "[" {
        isInClass = true
      } else {
        rest.append(character)
      }
    }
    // `(?i)` and `(?<name>` are no part of a name.
    for word in ["www", "localhost", "(?i)", "(?:", "{", "}"] { rest = rest.replacing(word, with: "") }
    return rest.contains { $0.isLetter }
  }

  /// Returns true if a rule that lists hosts names one: there an address in numbers and this computer are names of the site
  /// as others are.
  static func isListed(in pattern: String) -> Bool {
    isNamed(in: pattern) || pattern.contains { $0.isNumber } || pattern.lowercased().contains("localhost")
  }
}

extension VisitorAnswers {
  /// Returns true if the site's host is not known, and a text that it is compared with names one.
  func isOpen(_ request: ServerRequest, comparedWith pattern: String) -> Bool {
    isUnknown(request) && UnknownHost.isNamed(in: pattern)
  }

  /// Returns the same for a rule of a list, which is one of the site's own names.
  func isOpen(_ request: ServerRequest, listedAs host: String) -> Bool {
    isUnknown(request) && UnknownHost.isListed(in: host)
  }

  private func isUnknown(_ request: ServerRequest) -> Bool {
    request.host.map { SiteOrigin.isStandIn($0) } ?? origins.isEmpty
  }
}
