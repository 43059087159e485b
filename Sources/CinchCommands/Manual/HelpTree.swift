import ArgumentParser
import Foundation

/// A command as the parser itself describes it (`--experimental-dump-help`): what manual pages are made of.
struct HelpTree: Decodable {
  /// An argument, an option or a flag.
  struct Argument: Decodable {
    enum Kind: String, Decodable { case positional, option, flag }
    struct Name: Decodable {
      enum Kind: String, Decodable { case long, short, longWithSingleDash }
      let kind: Kind
      let name: String

      var text: String { (kind == .long ? "--" : "-") + name }
    }

    let kind: Kind
    let shouldDisplay: Bool
    let sectionTitle: String?
    let isOptional: Bool
    let isRepeating: Bool
    let parsingStrategy: String
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
    let discussion: String?
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let shouldDisplay: Bool
  let subcommands: [HelpTree]?
  let arguments: [Argument]?

  /// The whole command line, down to every command.
  static func cinch() throws -> HelpTree {
    struct Dump: Decodable { let command: HelpTree }
    return try JSONDecoder().decode(Dump.self, from: Data(Cinch._dumpHelp().utf8)).command
  }

  /// The commands that people call; the parser's own `help` is none of them.
  var shown: [HelpTree] { (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" } }
}
