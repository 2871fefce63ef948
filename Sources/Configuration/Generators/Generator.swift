/// A site generator, by the files that its projects have, with what it does to the folder that it writes.
struct Generator: Sendable {
  /// The treatment of files in the generator's folder that it did not write.
  enum Cleaning: Sendable, Equatable {
    /// Removed at each build.
    case always
    /// Removed at each build that is asked to.
    case on(String)
  }

  let name: String
  /// The configuration's names, relative to the project, the first that is there counts.
  let files: [String]
  /// The folder that it writes unless the configuration says otherwise.
  let site: String
  /// The keys of that folder, and of the site's address: the first that is set counts.
  let siteKeys: [String]
  let addressKeys: [String]
  /// The key of a path that is added to the address.
  var pathKeys: [String] = []
  let build: String
  let cleaning: Cleaning
  /// True if it takes the project's root for its source: what lies there may come into the site.
  var readsRoot = false
  /// Folders whose files it copies into the site, where it does not read the whole root.
  var takenFolders: [String] = []
  /// A key that tells it from another generator with such a file; empty where its name is enough.
  var tellingKeys: [String] = []

  private static func scripts(_ name: String) -> [String] {
    ["js", "mjs", "cjs", "ts", "mts"].map { "\(name).\($0)" }
  }

  private static let hugoFiles = ["hugo", "config"].flatMap { name in
    ["toml", "yaml", "yml", "json"].flatMap { ["\(name).\($0)", "config/_default/\(name).\($0)"] }
  }

  /// Those with the same file's name in the order in which they are asked.
  static let all: [Generator] = [
    Generator(
      name: "Zola", files: ["config.toml", "zola.toml"], site: "public", siteKeys: ["output_dir"],
      addressKeys: ["base_url"], build: "zola build", cleaning: .always, takenFolders: ["static", "content"],
      tellingKeys: ["base_url"]),
    Generator(
      name: "Hugo", files: hugoFiles, site: "public", siteKeys: ["publishdir"], addressKeys: ["baseurl"],
      build: "hugo", cleaning: .on("--cleanDestinationDir"), takenFolders: ["static", "content"]),
    Generator(
      name: "Hexo", files: ["_config.yml"], site: "public", siteKeys: ["public_dir"], addressKeys: ["url"],
      build: "npx hexo generate", cleaning: .on("hexo clean"), takenFolders: ["source"],
      tellingKeys: ["public_dir"]),
    Generator(
      name: "Jekyll", files: ["_config.yml", "_config.yaml", "_config.toml"], site: "_site",
      siteKeys: ["destination"], addressKeys: ["url"], pathKeys: ["baseurl"], build: "jekyll build",
      cleaning: .always, readsRoot: true),
    Generator(
      name: "MkDocs", files: ["mkdocs.yml", "mkdocs.yaml"], site: "site", siteKeys: ["site_dir"],
      addressKeys: ["site_url"], build: "mkdocs build", cleaning: .always, takenFolders: ["docs"]),
    Generator(
      name: "mdBook", files: ["book.toml"], site: "book", siteKeys: ["build.build-dir"], addressKeys: [],
      build: "mdbook build", cleaning: .always, takenFolders: ["src"]),
    Generator(
      name: "Pelican", files: ["pelicanconf.py"], site: "output", siteKeys: ["output_path"],
      addressKeys: ["siteurl"], build: "pelican", cleaning: .on("DELETE_OUTPUT_DIRECTORY or -d"),
      takenFolders: ["content"]),
    Generator(
      name: "Nikola", files: ["conf.py"], site: "output", siteKeys: ["output_folder"],
      addressKeys: ["site_url"],
      build: "nikola build", cleaning: .on("nikola check --clean-files"), takenFolders: ["files"],
      tellingKeys: ["blog_title", "site_url"]),
    Generator(
      name: "Sphinx", files: ["conf.py", "source/conf.py"], site: "_build/html", siteKeys: [],
      addressKeys: ["html_baseurl"], build: "make html", cleaning: .on("make clean")),
    Generator(
      name: "Eleventy", files: [".eleventy.js"] + scripts("eleventy.config"), site: "_site",
      siteKeys: ["output"],
      addressKeys: [], build: "npx @11ty/eleventy", cleaning: .on("a clean-up of its own"), readsRoot: true),
    Generator(
      name: "Astro", files: scripts("astro.config"), site: "dist", siteKeys: ["outdir"],
      addressKeys: ["site"],
      pathKeys: ["base"], build: "npx astro build", cleaning: .always, takenFolders: ["public"]),
    Generator(
      name: "Docusaurus", files: scripts("docusaurus.config"), site: "build", siteKeys: [],
      addressKeys: ["url"],
      pathKeys: ["baseurl"], build: "npx docusaurus build", cleaning: .always, takenFolders: ["static"]),
    Generator(
      name: "Gatsby", files: scripts("gatsby-config"), site: "public", siteKeys: [], addressKeys: ["siteurl"],
      build: "npx gatsby build", cleaning: .on("gatsby clean"), takenFolders: ["static"]),
    Generator(
      name: "VitePress", files: scripts(".vitepress/config"), site: ".vitepress/dist", siteKeys: ["outdir"],
      addressKeys: [], pathKeys: ["base"], build: "npx vitepress build", cleaning: .always),
    Generator(
      name: "Next.js", files: scripts("next.config"), site: "out", siteKeys: ["distdir"], addressKeys: [],
      pathKeys: ["basepath"], build: "npx next build", cleaning: .always, takenFolders: ["public"]),
  ]
}
