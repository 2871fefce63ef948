import Foundation
import TestSupport
import Testing

@Suite("A site in a stream or an archive, on the command line")
struct StreamsCommandTests {
  static let link = CommandLineTests.link

  /// A folder with a site whose page has a link of a group and one of a redirect, its facts, and an archive of it.
  static func site() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("<a href=\"\(link)\">x</a><a href=\"/go/a\">y</a>\n", to: "site/index.html")
    try folder.write("RewriteEngine On\nRewriteRule ^go/a$ \(link) [R,QSA]\n", to: "site/.htaccess")
    try folder.write("body {}\n", to: "site/a.css")
    let script = #""$0" scan site --output facts -q && tar -C site -cf site.tar . && gzip -k site.tar"#
    let made = try Oracle.run("bash", ["-c", script, Product.autotag], in: folder.url)
    try #require(made.status == 0, "\(made.standardError)")
    return folder
  }

  static let page = "<a href=\"\(link)\">"
  static let record = "{\"path\":\"a.html\",\"id\":1,\"length\":\(page.utf8.count)}\n\(page)\n"

  static let usage: [(arguments: [String], says: String)] = [
    (["rewrite", "-", "--stream", "records"], "--stream needs the facts of the site"),
    (["rewrite", "-", "--stream", "tar"], "with --facts, or look behind no redirect with --redirects off"),
    (["rewrite", "site", "--stream", "tar"], "--stream is about files from standard input"),
    (["rewrite", "-", "site", "--stream", "tar"], "--stream is about files from standard input"),
    (
      ["rewrite", "-", "--stream", "tar", "--facts", "facts", "--diff"], "--diff has no meaning with --stream"
    ),
    (
      ["rewrite", "-", "--stream", "tar", "--facts", "facts", "--in-place"],
      "--in-place has no meaning with --stream"
    ),
    (
      ["rewrite", "-", "--stream", "tar", "--facts", "facts", "--output", "x"],
      "--output has no meaning with --stream"
    ),
    (
      ["rewrite", "-", "--stream", "tar", "--facts", "facts", "--prune"],
      "--prune has no meaning with --stream"
    ),
    (
      ["rewrite", "-", "--stream", "tar", "--facts", "facts", "-n"], "--dry-run has no meaning with --stream"
    ),
    (
      ["rewrite", "-", "--stream", "tar", "--facts", "facts", "--shard", "1/2"],
      "--shard has no meaning with --stream"
    ),
    (
      ["rewrite", "-", "--stream", "tar", "--facts", "facts", "--redirects", "auto"],
      "other settings than this run has"
    ),
    (["rewrite", "-", "--stream", "tar", "--facts", "none"], "No such file"),
    (["rewrite", "-", "--stream", "zip"], "It is one of records, tar"),
    (["rewrite", "site.tar"], "Where does the new archive go?"),
    (
      ["audit", "site.tar"],
      "site.tar is a tar archive, and audit reads a folder or a stream: unpack it and name the folder"
    ),
    (["audit", "site.tar"], "autotag audit - --stream tar --facts facts < site.tar\n"),
    (["audit", "site", "site.tar"], "site.tar is a tar archive, and audit reads a folder or a stream"),
    (["audit", "site.tar.gz"], "site.tar.gz: it is a gzip file, which the shell decompresses"),
    (
      ["rewrite", "site", "site.tar", "-n"],
      "site.tar is a tar archive, which stands alone: autotag rewrite site.tar"
    ),
    (["resolve", "/x", "--site", "site.tar"], "site.tar is a tar archive: unpack it, and name the folder\n"),
    (["rewrite", "site.tar", "--output", "site.tar"], "the output site.tar is the archive itself"),
    (["rewrite", "site.tar", "--output", "site"], "the output site is a folder"),
    (["rewrite", "site.tar", "--in-place"], "--in-place has no meaning for an archive"),
    (
      ["rewrite", "site.tar.gz", "--output", "x"],
      "site.tar.gz: it is a gzip file, which the shell decompresses"
    ),
    (["rewrite", "site.tar", "--output", "x", "--redirects", "mend"], "redirects: mend changes the rules"),
    (["rewrite", "site.tar", "--output", "x", "--include", "nope/*"], "no page was found in site.tar"),
    (["audit", "-", "--stream", "records"], "--stream needs the facts of the site"),
    (["audit", "site", "--stream", "tar"], "--stream is about files from standard input"),
    (["audit", "-"], "is one from standard input, with --stream FORMAT"),
    (
      ["audit", "-", "--stream", "tar", "--facts", "facts", "--shard", "1/2"],
      "--shard has no meaning with --stream"
    ),
    (["audit", "-", "--stream", "tar", "--facts", "facts", "--format", "sarif"], "--format has no meaning"),
    (["audit", "-", "--stream", "tar", "--facts", "facts", "--report", "a.html"], "--report has no meaning"),
    (
      ["audit", "-", "--stream", "tar", "--facts", "facts", "--write-baseline", "b.json"],
      "--write-baseline has no"
    ),
    (
      ["audit", "-", "--stream", "tar", "--facts", "facts", "--redirects", "auto"],
      "other settings than this run has"
    ),
    (["audit", "-", "--stream", "tar", "--facts", "facts"], "the input ends at byte 0"),
    (["scan", "site", "--output", "site/x"], "would lie in the site site and be a file of it"),
    (["scan", ".", "--output", "x"], "would lie in the site . and be a file of it"),
    (["scan", "site", "--output", "x", "--redirects", "mend"], "no run by facts does it"),
    (["scan", "site", "--output", "x", "--files-from", "x"], "Unknown option '--files-from'"),
    (["scan", "-", "--output", "x"], "say how it comes with --stream"),
    (["scan", "site", "--stream", "tar", "--output", "x"], "--stream is about files from standard input"),
    (["scan", "-", "--stream", "tar", "--shard", "1/2", "--output", "x"], "--shard is about a folder"),
  ]

  @Test("asked for wrongly ends with 2 and a reason", arguments: usage.indices)
  func wrongUsage(index: Int) throws {
    let folder = try Self.site()
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    let output = try Oracle.run(Product.autotag, Self.usage[index].arguments, in: folder.url)
    #expect(output.status == (Self.usage[index].says.hasPrefix("the input ends") ? 4 : 2))
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError.contains(Self.usage[index].says), "\(output.standardError)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
  }

  static let inputs: [(input: String, status: Int32, ends: Bool, says: String)] = [
    ("", 0, true, ""),
    (record, 0, true, ""),
    (record + "{\"path\":\"/a\",\"length\":0}\n\n" + record, 3, true, ""),
    (record + "x", 4, false, "Error: the input ends at byte"),
    (String(record.dropLast()), 4, false, ", in record 1: its"),
    (record + "x\n", 2, false, ", in record 2: its line is not JSON"),
  ]

  @Test("tells by its end and its status what counts", arguments: inputs.indices)
  func status(index: Int) throws {
    let (input, status, ends, says) = Self.inputs[index]
    let output = try Product.run(
      "rewrite", "-", "--stream", "records", "--redirects", "off", input: Data(input.utf8))
    #expect(output.status == status)
    let last = output.lines.last ?? ""
    #expect(last.hasPrefix("{\"end\": true, \"summary\": {\"kind\": ") == ends)
    #expect(output.standardError.isEmpty == says.isEmpty)
    #expect(says.isEmpty || output.standardError.contains(says), "\(output.standardError)")
    if status == 3 { #expect(last.contains("\"code\": \"path-refused\"")) }
    // The same input has the same output, whenever it is.
    let again = try Product.run(
      "rewrite", "-", "--stream", "records", "--redirects", "off", input: Data(input.utf8))
    #expect(again.standardOutput == output.standardOutput)
  }

  @Test("answers each record before it waits for the next one")
  func askAndWait() throws {
    let script = #"""
      coproc "$0" rewrite - --stream records --redirects off
      exec 3<&${COPROC[0]} 4>&${COPROC[1]}
      eval "exec ${COPROC[1]}>&-"
      for n in 1 2 3; do
        printf '%s' "$1" >&4
        read -r -t 60 line <&3 && read -r -t 60 page <&3 || exit 9
        echo "$page"
      done
      exec 4>&-
      read -r -t 60 line <&3; echo "${line:0:12}"
      """#
    let output = try Oracle.run("bash", ["-c", script, Product.autotag, Self.record])
    #expect(output.status == 0)
    let page = "<a href=\"\(Self.link)&u1=--CLICK-ID--\">"
    #expect(output.lines.map(String.init) == [page, page, page, "{\"end\": true"])
  }

  static let audits: [(input: String, options: [String], status: Int32, lines: Int)] = [
    ("", [], 0, 1), (record, [], 1, 2), (record, ["--fail-on", "never"], 0, 2),
    (record + record, ["-q"], 1, 3),
    (record + "{\"path\":\"/a\",\"length\":0}\n\n", [], 3, 3), (record + "x", [], 4, 1),
    (record + "x\n", [], 2, 0),
  ]

  @Test("is audited line by line, with the statuses of both commands", arguments: audits.indices)
  func audited(index: Int) throws {
    let (input, options, status, lines) = Self.audits[index]
    let arguments = ["audit", "-", "--stream", "records", "--redirects", "off"] + options
    let output = try Oracle.run(Product.autotag, arguments, input: Data(input.utf8))
    #expect(output.status == status, "\(output.standardError)")
    #expect(output.lines.count == lines)
    #expect((output.lines.last ?? "").hasPrefix("{\"end\": true") == ![2, 4].contains(status))
    #expect(output.standardError.contains("at or above --fail-on error") == [1, 3].contains(status))
    #expect(
      output.standardError.contains("is found by autotag merge")
        == (![2, 4].contains(status) && options != ["-q"]))
  }

  @Test("and its audit has a line before it waits for the next record")
  func auditAndWait() throws {
    let script = #"""
      coproc "$0" audit - --stream records --redirects off 2> /dev/null
      exec 3<&${COPROC[0]} 4>&${COPROC[1]}
      eval "exec ${COPROC[1]}>&-"
      for n in 1 2 3; do
        printf '%s' "$1" >&4
        read -r -t 60 line <&3 || exit 9
        echo "${line:0:69}"
      done
      exec 4>&-
      read -r -t 60 line <&3; echo "${line:0:12}"
      """#
    let output = try Oracle.run("bash", ["-c", script, Product.autotag, Self.record])
    #expect(output.status == 0)
    let line = "{\"kind\": \"autotag-audit-page\", \"path\": \"a.html\", \"id\": 1, \"file\": \"a."
    #expect(output.lines.map(String.init) == [line, line, line, "{\"end\": true"])
  }

  static let samples = [
    "legacy", "modern", "redirects/apache", "redirects/caddy", "redirects/netlify", "redirects/nginx",
    "redirects/stubs",
    "redirects/wordpress", "seed", "conversions/shop/public",
  ]

  @Test("and a sample site's audit comes out of a stream as out of its folder", arguments: samples)
  func sample(name: String) throws {
    let folder = try TemporaryFolder()
    let script = #"""
      set -e -o pipefail
      cp -r "$1" site; cd site; find . -name '*.gz' -delete
      config=; if [ -e autotag.yml ]; then cp autotag.yml ..; config="--config autotag.yml"; fi
      "$0" scan . $config --output ../facts -q
      "$0" audit . $config --format json --fail-on never > ../whole.json
      tar --sort=name -cf - . | "$0" audit - --stream tar $config --facts ../facts --fail-on never -q > ../lines
      cd ..; "$0" merge lines --output merged.json -q
      for file in whole merged; do
        sed -E 's/^  "site": "[^"]*"|\{"site": "[^"]*", "configuration": [^,]*, "lock_file": [^,]*, "baseline": [^,]*, "notes": \[[^]]*\]/X/' $file.json > $file
      done
      diff whole merged
      """#
    let site = Oracle.root.appending(path: "SampleSites/" + name).path
    let output = try Oracle.run("bash", ["-c", script, Product.autotag, site], in: folder.url)
    #expect(output.status == 0 && output.lines.isEmpty, "\(output.standardError)\(output.lines)")
  }

  @Test("has the same pages in a folder, an archive and a stream of it")
  func everyWay() throws {
    let folder = try Self.site()
    let script = #"""
      set -e
      "$0" rewrite site --output out -q
      "$0" rewrite site.tar --output one.tar
      "$0" rewrite - --stream tar --facts facts < site.tar > two.tar
      "$0" scan - --stream tar --output facts-of-stream < site.tar
      "$0" scan site.tar --output facts-of-archive
      cmp one.tar two.tar; cmp facts facts-of-stream; cmp facts facts-of-archive
      mkdir unpacked; tar -C unpacked -xf one.tar; diff -r out unpacked
      zcat site.tar.gz | "$0" rewrite - --stream tar --facts facts --format json 2> summary.json | cmp - two.tar
      """#
    let output = try Oracle.run(
      "bash", ["-c", "set -o pipefail; " + script, Product.autotag], in: folder.url)
    #expect(output.status == 0, "\(output.standardError)")
    let summary = try folder.text("summary.json")
    let hash = try #require(folder.text("facts").split(separator: "\"hash\":\"").last?.prefix(16))
    #expect(summary.contains("\"facts\": \"\(hash)\""), "\(summary)")
    #expect(summary.contains("\"tagged\": 2"))
  }

  @Test("has its root where the archive has, and that is said where all files are in one folder")
  func folderAround() throws {
    let folder = try Self.site()
    let script = #"""
      tar -cf around.tar site
      "$0" rewrite around.tar --output new.tar 2>&1 > summary; cat summary; "$0" rewrite site.tar --output new.tar 2>&1 > summary
      """#
    let output = try Oracle.run("bash", ["-c", script, Product.autotag], in: folder.url)
    let notes = output.lines.filter { $0.hasPrefix("note: all files of around.tar are in site/") }
    #expect(notes.count == 1, "\(output.lines)")
    #expect(notes.first?.hasSuffix("make the archive with tar -C site -cf FILE .") == true)
    #expect(output.lines.count { $0.hasPrefix("note:") } == 1)
    #expect(output.lines.contains("  1 link tagged"))
  }

  @Test("leaves nothing of an archive that is not whole, nor of a run that is killed")
  func torn() throws {
    let folder = try Self.site()
    try folder.write(Data(repeating: 7, count: 1 << 20), to: "site/big.bin")
    // A file that grows beyond the limit ends the process by a signal.
    let script = #"""
      tar -C site -cf site.tar .
      head -c 700000 site.tar > cut.tar
      "$0" rewrite cut.tar --output new.tar 2> error; echo $?
      (ulimit -f 256; exec "$0" rewrite site.tar --output new.tar) 2> /dev/null; echo $?
      ls
      """#
    let output = try Oracle.run(
      "bash", ["-c", script, Product.autotag], environment: ["TMPDIR": folder.url.path], in: folder.url)
    #expect(output.lines.prefix(2) == ["4", "153"])
    #expect(!output.lines.contains("new.tar"))
    #expect(
      try folder.text("error").contains("of the archive (./big.bin)") || folder.text("error").contains("./"))
  }
}
