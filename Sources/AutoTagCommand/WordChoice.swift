public import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagRedirects
internal import AutoTagTracking

/// A choice between a few words, as the value of an option.
///
/// The argument parser has such defaults too. Its own are compiled for any type, so that each run asks Swift's
/// runtime anew which protocols the type conforms to, which takes longer than a short run has. Here they are
/// compiled for each choice.
public protocol WordChoice: ExpressibleByArgument, CaseIterable, RawRepresentable where RawValue == String {}

extension WordChoice {
  public init?(argument: String) { self.init(rawValue: argument) }

  public var defaultValueDescription: String { rawValue }

  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  public static var allValueDescriptions: [String: String] { [:] }

  public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

extension ExistingSubidPolicy: WordChoice {}
extension FailOn: WordChoice {}
extension RedirectMode: WordChoice {}
