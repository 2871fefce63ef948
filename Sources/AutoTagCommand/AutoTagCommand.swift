import ArgumentParser

@main
struct AutoTagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "autotag")
}
