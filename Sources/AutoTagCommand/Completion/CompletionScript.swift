/// A shell's completion script as the argument parser generates it, with what it leaves out: what follows `autotag help` and
/// `--generate-completion-script`, values behind a `=`, and options that exclude each other.
struct CompletionScript {
  private var text: String
  /// The names of all subcommands.
  private let subcommands: [String]

  private static let shells = "bash zsh fish"
  private static let scriptOption = "generate-completion-script"

  /// Returns the completed script, or any other text as it is.
  /// - Parameter subcommands: their names.
  static func completed(_ text: String, subcommands: [String]) -> String {
    var script = CompletionScript(text: text, subcommands: subcommands)
    if text.hasPrefix("#!/bin/bash\n") {
      script.completeBash()
    } else if text.hasPrefix("#compdef ") {
      script.completeZsh()
    } else if text.hasPrefix("function __autotag_") {
      script.completeFish()
    }
    return script.text
  }

  private var names: String { subcommands.joined(separator: " ") }

  /// Replaces the first of a text behind another one.
  private mutating func replace(_ old: String, with new: String, behind start: String = "") {
    let from = start.isEmpty ? text.startIndex : text.firstRange(of: start)?.upperBound
    guard let from, let range = text[from...].firstRange(of: old) else { return }
    text.replaceSubrange(range, with: new)
  }

  // MARK: bash

  private mutating func completeBash() {
    replace(
      "\n}", with: "\n    COMPREPLY+=($(compgen -W '\(names)' -- \"${cur}\"))\n}",
      behind: "_autotag_help() {\n")
    replace(
      "    local -r cur=\"${2}\"\n    local -r prev=\"${3}\"\n",
      with: """
            local cur="${2}"
            local prev="${3}"
            # Where = separates words, --option=value is three of them.
            if [[ "${COMP_WORDS[${COMP_CWORD}]}" = '=' ]]; then
                cur=''
            elif [[ "${prev}" = '=' ]]; then
                prev="${COMP_WORDS[${COMP_CWORD} - 2]}"
            fi

        """)
    replace(
      "    local -a unparsed_words=(\"${COMP_WORDS[@]:1:${COMP_CWORD}}\")\n",
      with: """
            local -a unparsed_words=()
            local -i given
            for ((given = 1; given <= COMP_CWORD; given++)); do
                if [[ "${COMP_WORDS[${given}]}" != '=' || "${COMP_WORDS[${given} - 1]}" != --* ]]; then
                    unparsed_words+=("${COMP_WORDS[${given}]}")
                elif [[ "${given}" -eq "${COMP_CWORD}" ]]; then
                    unparsed_words+=('')
                fi
            done

        """)
    replace(
      "    local -a non_repeating_options=()\n    __autotag_offer_flags_options 0\n",
      with: """
            local -a non_repeating_options=(--\(Self.scriptOption))
            __autotag_offer_flags_options 0
            if [[ "${prev}" = --\(Self.scriptOption) ]]; then
                COMPREPLY=($(compgen -W '\(Self.shells)' -- "${cur}"))
                return
            fi

        """)
    replace(
      "__autotag_add_completions() {\n",
      with: """
        # Leaves out options that the ones on the command line exclude: '--given --excluded'.
        __autotag_leave_out() {
            local pair word excluded=' '
            for pair in "${@}"; do
                for word in "${unparsed_words[@]::${#unparsed_words[@]} - 1}"; do
                    [[ "${word}" = "${pair% *}" ]] && excluded+="${pair#* } "
                done
            done
            local -a kept=()
            for word in "${non_repeating_flags[@]}"; do
                [[ "${excluded}" = *" ${word} "* ]] || kept+=("${word}")
            done
            non_repeating_flags=("${kept[@]}")
            kept=()
            for word in "${repeating_options[@]}"; do
                [[ "${excluded}" = *" ${word} "* ]] || kept+=("${word}")
            done
            repeating_options=("${kept[@]}")
            kept=()
            for word in "${non_repeating_options[@]}"; do
                [[ "${excluded}" = *" ${word} "* ]] || kept+=("${word}")
            done
            non_repeating_options=("${kept[@]}")
        }

        __autotag_add_completions() {

        """)
    for command in subcommands {
      let pairs = ExclusiveOptions.of(command).flatMap { given in
        given.option.flatMap { name in given.excluded.map { "'\(name) \($0)'" } }
      }
      guard !pairs.isEmpty else { continue }
      replace(
        "    __autotag_offer_flags_options",
        with:
          "    __autotag_leave_out \(pairs.joined(separator: " "))\n    __autotag_offer_flags_options",
        behind: "_autotag_\(command)() {\n")
    }
  }

  // MARK: zsh

  private mutating func completeZsh() {
    replace("'*:subcommands:'", with: "':subcommands:(\(names))'")
    replace(
      "        '--version[",
      with: "        '--\(Self.scriptOption)=[Print the completions of a shell.]:shell:(\(Self.shells))'\n"
        + "        '--version[")
    var command = ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      if line.hasPrefix("_autotag_"), line.hasSuffix("() {") {
        command = String(line.dropFirst("_autotag_".count).dropLast("() {".count))
      }
      return zshSpecification(line, of: command)
    }
    text = lines.joined(separator: "\n")
  }

  /// Returns a line that specifies an option, with `=` in front of its value and the options that it excludes.
  private func zshSpecification(_ line: Substring, of command: String) -> String {
    let indentation = "        "
    guard line.hasPrefix(indentation + "'"), let help = line.firstIndex(of: "["),
      let name = line[..<help].firstRange(of: "--")
    else { return String(line) }
    var head = String(line[..<help])
    let long = line[name.lowerBound..<help].prefix { $0.isLetter || $0 == "-" }
    // A colon of the help is escaped, and its bracket ends before the value's name.
    if !head.hasSuffix("="), line[help...].contains("]:") {
      head =
        head.hasSuffix("}'") ? head.replacing("}'", with: "=}'") : head + "="
    }
    let excluded = ExclusiveOptions.of(command).first { $0.option[0] == long }?.excluded ?? []
    if !excluded.isEmpty {
      let list = excluded.joined(separator: " ")
      head =
        head.hasPrefix(indentation + "'(")
        ? head.replacing(")'{", with: " \(list))'{", maxReplacements: 1)
        : indentation + "'(\(list))" + head.dropFirst(indentation.count + 1)
    }
    return head + line[help...]
  }

  // MARK: fish

  private mutating func completeFish() {
    replace(
      "__autotag_parse_subcommand 0 'version' ",
      with: "__autotag_parse_subcommand 0 '\(Self.scriptOption)=' 'version' ")
    let condition = "__autotag_should_offer_completions_for_"
    for command in subcommands {
      for given in ExclusiveOptions.of(command) {
        let names = given.excluded.map { $0.drop { $0 == "-" } }.joined(separator: " ")
        let long = given.option[0].dropFirst(2)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
          guard line.contains("\"autotag \(command)\""), line.contains(" -l '\(long)' "),
            let end = line.firstRange(of: "' ", after: "flags_or_options \"autotag \(command)\"")
          else { return String(line) }
          return line[..<end.lowerBound] + " " + names + line[end.lowerBound...]
        }
        text = lines.joined(separator: "\n")
      }
    }
    text +=
      "complete -c 'autotag' -n '\(condition)positional \"autotag help\" -eq 1' -fa '\(names)'\n"
      + "complete -c 'autotag' -n '\(condition)flags_or_options \"autotag\" \(Self.scriptOption)' "
      + "-l '\(Self.scriptOption)' -d 'Print the completions of a shell.' -rfka '\(Self.shells)'\n"
  }
}

extension Substring {
  /// Returns the place of the first of a text behind another one; `nil` where there is none.
  fileprivate func firstRange(of text: String, after start: String) -> Range<Index>? {
    guard let from = firstRange(of: start)?.upperBound else { return nil }
    return self[from...].firstRange(of: text)
  }
}
