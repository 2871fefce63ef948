import Foundation
import PackagePlugin

/// `swift package autotag …`: runs the command in the folder of the package that depends on this one.
@main
struct AutoTagPlugin: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let process = Process()
    process.executableURL = try context.tool(named: "AutoTagCommand").url
    process.arguments = arguments
    process.currentDirectoryURL = context.package.directoryURL
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      // The command has said why on standard error.
      exit(process.terminationReason == .exit ? process.terminationStatus : 1)
    }
  }
}
