/// Options that a command refuses together, so that completions offer none behind the other.
struct ExclusiveOptions {
  let command: String
  /// The names of an option, the long one first.
  let option: [String]
  /// Names of options that it excludes.
  let excluded: [String]

  private static let quiet = ["--quiet", "-q"]
  private static let verbose = ["--verbose", "-v"]
  private static let output = ["--output", "-o"]
  private static let parts = [["--facts"], ["--shard"]]

  private static let table: [(command: String, one: [[String]], other: [[String]])] = [
    ("rewrite", [quiet], [verbose]),
    ("audit", [quiet], [verbose]),
    ("conversions", [quiet], [verbose]),
    ("scan", [quiet], [verbose]),
    ("rewrite", [["--in-place"]], [output, ["--prune"], ["--hard-links"]]),
    (
      "rewrite", [["--stream"]],
      [
        output, ["--in-place"], ["--prune"], ["--hard-links"], ["--dry-run", "-n"], ["--diff"], ["--compare"],
        ["--files-from"], ["--allow-empty"], ["--online"], ["--shard"],
      ]
    ),
    ("rewrite", [["--files-from"]], [output, ["--prune"], ["--hard-links"], ["--compare"]] + parts),
    ("audit", [["--inventory"]], [["--format"]]),
    (
      "audit", [["--stream"]],
      [
        ["--report"], ["--inventory"], ["--write-baseline"], ["--files-from"], ["--allow-empty"],
        ["--online"],
        ["--shard"],
      ]
    ),
    ("audit", [["--files-from"]], [["--write-baseline"]] + parts),
    ("audit", [["--shard"]], [["--write-baseline"]]),
    ("conversions", [["--site"]], [["--audit"]]),
    ("scan", [["--stream"]], [["--shard"]]),
  ]

  /// The options of a command that exclude others; each pair is there both ways.
  static func of(_ command: String) -> [ExclusiveOptions] {
    var all: [ExclusiveOptions] = []
    func add(_ option: [String], _ other: [String]) {
      let known = all.first { $0.option == option }?.excluded ?? []
      all.removeAll { $0.option == option }
      all.append(ExclusiveOptions(command: command, option: option, excluded: known + other))
    }
    for row in table where row.command == command {
      for one in row.one {
        for other in row.other {
          add(one, other)
          add(other, one)
        }
      }
    }
    return all
  }
}
