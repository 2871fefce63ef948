import AutoTagHTML
import AutoTagTracking
import TestSupport

/// The value that a browser reads where this is written between the quotes of an attribute.
func decoded(_ raw: String) -> String {
  String(decoding: CharacterReferences.decode(raw.utf8Span.span).bytes, as: UTF8.self)
}

/// A link with this decoded `href`.
func link(_ href: String, rel: String? = nil, group: String? = nil) -> Link {
  Link(tagRange: 0..<0, hrefRange: 0..<0, href: href, rel: rel, trackingGroup: group)
}

/// The value as an author might write it, which decodes to the same: some characters as character references.
func written(_ value: String, using randomness: inout Randomness, oneIn: Int = 12) -> String {
  var raw = ""
  for scalar in value.unicodeScalars {
    // What stands for itself only by luck (`&` before letters) or not at all is written as a reference.
    let needsReference = scalar == "&" || scalar == "\0" || scalar == "\r" || scalar == "\""
    guard needsReference || randomness.once(in: oneIn) else {
      raw.unicodeScalars.append(scalar)
      continue
    }
    let code = scalar.value
    var spellings = ["&#\(code);", "&#x\(String(code, radix: 16));", "&#X\(String(code, radix: 16));"]
    switch scalar {
    case "&": spellings += ["&amp;", "&AMP;"]
    case ":": spellings.append("&colon;")
    case "/": spellings.append("&sol;")
    case "\\": spellings.append("&bsol;")
    case ".": spellings.append("&period;")
    case "\t": spellings.append("&Tab;")
    case "\n": spellings.append("&NewLine;")
    case "@": spellings.append("&commat;")
    default: break
    }
    raw += randomness.pick(spellings)
  }
  return raw
}

/// The value once the decision is carried out.
func apply(_ decision: SubidDecision, to raw: String) -> String {
  guard case .edit(let edit) = decision.outcome else { return raw }
  var bytes = Array(raw.utf8)
  bytes.replaceSubrange(edit.range, with: edit.replacement)
  return String(decoding: bytes, as: UTF8.self)
}
