// Calls that lead on, most likely, on a page that shows next to nothing.

extension LocationScript {
  /// Returns the reason why a call leads on and nobody can tell where; `nil` for others.
  mutating func guess(_ name: String, _ owners: ArraySlice<String>, _ arguments: [Range<Int>])
    -> String?
  {
    switch name {
    case "click" where !owners.isEmpty && arguments.isEmpty, "dispatchEvent" where !owners.isEmpty:
      return "the script clicks on a link"
    case "submit" where !owners.isEmpty && arguments.isEmpty, "requestSubmit" where !owners.isEmpty:
      return "the script sends a form"
    case "eval" where owners.allSatisfy({ ScriptReader.windows.contains($0) }),
      "Function" where owners.isEmpty:
      return "the script makes code"
    case "write" where owners.last == "document", "writeln" where owners.last == "document":
      let text = arguments.first.map { reader.value($0) }?.text?.literal?.lowercased()
      let mayLeave =
        text.map { text in ["refresh", "location", "<script"].contains { text.contains($0) } } ?? true
      return mayLeave ? "the script writes a part of the page" : nil
    default: return nil
    }
  }
}
