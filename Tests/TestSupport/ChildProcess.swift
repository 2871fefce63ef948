import Glibc
import Testing

/// Starts a program and waits for it. Foundation's `Process` does not do here: its children inherit the blocked
/// signals of the thread that starts them, and a Python whose workers cannot be ended waits for ever.
enum ChildProcess {
  /// - Returns: the exit status; a signal's number, negative, when one ended the program.
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String], folder: String?, input: String,
    output: String, error: String
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    // posix_spawn cannot change folders everywhere; a shell can.
    let command =
      folder.map { ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, $0, program] } ?? [program]
    let strings = (command + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in strings + variables { free(string) } }
    var child = pid_t()
    let failure = posix_spawn(&child, command[0], &actions, &attributes, strings, variables)
    try #require(failure == 0, "\(program) cannot be started: \(String(cString: strerror(failure)))")
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : -signal
  }
}
