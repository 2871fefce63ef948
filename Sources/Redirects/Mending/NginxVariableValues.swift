internal import AutoTagBytes

/// The values that the variables of an nginx configuration can have, as far as an address that they are a part of asks for
/// another joint in front of a query.
struct NginxVariableValues {
  private var values: [String: [NginxText]] = [:]
  /// The variables that may have no value: nothing but conditions sets them.
  private var mayBeEmpty: Set<String> = []
  /// The groups of regular expressions, and what nginx knows of a request that holds neither `?` nor `#`.
  private var plain: Set<String> = [
    "host", "http_host", "server_name", "hostname", "scheme", "server_port", "https", "uri", "document_uri",
    "request_method",
  ]

  /// The character that a query is put behind.
  enum Joint { case mark, ampersand }

  init() {}

  init(_ directives: [NginxDirective]) {
    var certain: Set<String> = []
    collect(directives, isConditional: false, &certain)
    mayBeEmpty = Set(values.keys).subtracting(certain)
  }

  private mutating func collect(
    _ directives: [NginxDirective], isConditional: Bool, _ certain: inout Set<String>
  ) {
    for directive in directives {
      for word in directive.words { collectGroups(word) }
      switch directive.name {
      case "set":
        guard directive.words.count == 3, let text = try? NginxText(directive.words[2]) else { continue }
        let name = Array(directive.words[1].dropFirst()).text
        values[name, default: []].append(text)
        if !isConditional { certain.insert(name) }
      case "map", "geo", "split_clients":
        guard directive.block != nil, let variable = directive.words.last,
          let map = try? NginxMap(directive, rule: RedirectRule(.nginx, file: "", line: 1, text: "")),
          map.hasAllValues
        else { continue }
        let name = Array(variable.dropFirst()).text
        values[name, default: []] += map.values.compactMap(\.text)
        if !map.values.contains(where: { $0.text == nil }) { certain.insert(name) }
        for entry in directive.block ?? [] { collectGroups(entry.words[0]) }
      default:
        collect(directive.block ?? [], isConditional: isConditional || directive.name == "if", &certain)
      }
    }
  }

  /// Takes the names of groups in a regular expression: `(?<name>…)`, `(?P<name>…)`, `(?'name'…)`.
  private mutating func collectGroups(_ word: [UInt8]) {
    for match in word.text.matches(of: #/\(\?(?:P?<|')([A-Za-z_][A-Za-z0-9_]*)[>']/#) {
      plain.insert(String(match.1))
    }
  }

  /// One form of an address.
  private struct Form: Hashable {
    var isEmpty = true
    var hasMark = false
    var hasFragment = false
  }

  /// Returns the joint that is right for an address whatever its variables hold; `nil` where there is none.
  func joint(_ address: some Sequence<UInt8>) -> Joint? {
    guard let text = try? NginxText(Array(address)), let forms = forms(of: text, depth: 0) else { return nil }
    // An empty address leads nowhere in any case.
    let used = forms.filter { !$0.isEmpty }
    guard !used.isEmpty, !used.contains(where: \.hasFragment) else { return nil }
    if used.allSatisfy(\.hasMark) { return .ampersand }
    return used.contains(where: \.hasMark) ? nil : .mark
  }

  /// Returns true if a query that is put behind an address may come to stand in its fragment.
  func mayHaveFragment(_ address: some Sequence<UInt8>) -> Bool {
    guard let text = try? NginxText(Array(address)) else { return true }
    return forms(of: text, depth: 0)?.contains(where: \.hasFragment) ?? false
  }

  /// Returns the forms that a text can have; `nil` where that is not known.
  private func forms(of text: NginxText, depth: Int) -> Set<Form>? {
    // Variables may name one another, and in a circle.
    guard depth < 8 else { return nil }
    var forms: Set<Form> = [Form()]
    for part in text.parts {
      let next: Set<Form>
      switch part {
      case .literal(let literal):
        next = [
          Form(
            isEmpty: literal.isEmpty, hasMark: literal.contains(UInt8(ascii: "?")),
            hasFragment: literal.contains(UInt8(ascii: "#")))
        ]
      case .group: next = [Form(isEmpty: false)]
      case .variable(let name):
        if let known = self.forms(ofVariable: name, depth: depth) {
          next = known
        } else if forms.allSatisfy(\.hasMark) {
          // Behind a query of the address it decides nothing.
          next = [Form(isEmpty: false)]
        } else {
          return nil
        }
      }
      forms = Set(
        forms.flatMap { first in
          next.map { second in
            Form(
              isEmpty: first.isEmpty && second.isEmpty, hasMark: first.hasMark || second.hasMark,
              hasFragment: first.hasFragment || second.hasFragment)
          }
        })
    }
    return forms
  }

  private func forms(ofVariable name: String, depth: Int) -> Set<Form>? {
    guard let texts = values[name] else { return plain.contains(name) ? [Form(isEmpty: false)] : nil }
    var all: Set<Form> = mayBeEmpty.contains(name) ? [Form()] : []
    for text in texts {
      guard let forms = forms(of: text, depth: depth + 1) else { return nil }
      all.formUnion(forms)
    }
    return all
  }
}
