import Foundation
import TestSupport
import Testing

@Suite("A word that is refused is answered by the one that was meant")
struct UsageHintTests {
  @Test(
    "for commands, options and values; all end with 2",
    arguments: [
      (
        ["frobnicate"],
        "'frobnicate' is no command of autotag. It begins with one of: rewrite, audit, resolve, conversions, init."
      ),
      (["rewirte", "site", "--in-place"], "Did you mean 'autotag rewrite site --in-place'?"),
      (["Audit", "my site"], "Did you mean 'autotag audit 'my site''?"),
      (["check", "site"], "Did you mean 'autotag audit site'?"),
      (
        ["site"],
        "Say what is to be done with it: 'autotag audit site' or 'autotag rewrite site --output DIR'."
      ),
      (["audit", "site", "--json"], "Unknown option '--json'. For that there is '--format json'."),
      (["audit", "site", "--sarif"], "Unknown option '--sarif'. For that there is '--format sarif'."),
      (["rewrite", "site", "--force"], "Unknown option '--force'. For that there is '--in-place'."),
      (["rewrite", "site", "--replace"], "Unknown option '--replace'. For that there is '--in-place'."),
      (["rewrite", "site", "--out", "x"], "Unknown option '--out'. For that there is '--output DIR'."),
      (["resolve", "/x", "--json"], "Unknown option '--json'. For that there is '--format json'."),
      (["init", "--json"], "Unknown option '--json'"),
      (["audit", "list-rules"], "list-rules is not there. Is the option meant? It is '--list-rules'."),
      (["audit", "json"], "json is not there. Is the option meant? It is '--format json'."),
      (["rewrite", "site", "dry-run"], "dry-run is not there. Is the option meant? It is '--dry-run'."),
      (["--completions", "bash"], "For that there is 'autotag --generate-completion-script bash'."),
      (["completion", "zsh"], "For that there is 'autotag --generate-completion-script zsh'."),
      (["help", "rewirte"], "'rewirte' is no command of autotag. Did you mean 'autotag help rewrite'?"),
      (["help", "check"], "Did you mean 'autotag help audit'?"),
      (["help", "frobnicate"], "It begins with one of: rewrite, audit, resolve, conversions, init."),
      (
        ["rewrite", "site", "-n", "--fail-on", "error"],
        "Please provide one of 'loss' and 'warning'. For that there is '--fail-on loss'."
      ),
      (["audit", "site", "--fail-on", "loss"], "For that there is '--fail-on error'."),
      (["--verison"], "Unknown option '--verison'. For that there is 'autotag --version'."),
      (["version"], "'version' is no command of autotag. For that there is 'autotag --version'."),
      (["audit", "site", "--fix"], "Unknown option '--fix'. For that there is 'autotag rewrite'."),
      (["audit", "site", "--format", "xml"], "'. For that there is '--format junit'. Please provide one of"),
      (
        ["rewrite", "site", "-n", "--fail-on", "never"],
        "For that there is no need of the option: it is how rewrite ends without."
      ),
      (["rewrite", "site/nosuch.html", "--in-place"], "site/nosuch.html is not there: correct the name"),
      (["audit", "nosuch.HTM"], "nosuch.HTM is not there: correct the name"),
      (["rewrite", "site", "--untag"], "Where does the result go?"),
      (["audit", "site", "--format", "csv"], "ask for it with --inventory csv"),
    ])
  func hint(arguments: [String], message: String) throws {
    let folder = try CommandLineTests.site()
    let output = try Oracle.run(Product.autotag, arguments, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError.hasPrefix("Error: "))
    #expect(output.standardError.contains(message), "\(output.standardError)")
    #expect(try folder.text("site/index.html") == CommandLineTests.page)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["site"])
  }
}
