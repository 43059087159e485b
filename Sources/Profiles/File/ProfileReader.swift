import Foundation
import Yams

extension Profile {
  /// Reads a profile from a file and checks everything that Cinch would act on.
  ///
  /// - Throws: ``ProfileError``.
  public init(contentsOfFile file: String) throws(ProfileError) {
    let text: String
    do {
      text = try YAMLDocument.text(of: file)
    } catch {
      throw ProfileError(error, file: file)
    }
    try self.init(yaml: text, file: file)
  }

  /// Reads a profile from text.
  ///
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: what messages call it.
  /// - Throws: ``ProfileError``.
  public init(yaml text: String, file: String) throws(ProfileError) {
    let document: YAMLDocument
    do {
      document = try YAMLDocument(text)
    } catch {
      throw ProfileError(error, file: file)
    }
    guard let root = document.root else { throw .notAProfile(file: file) }
    try Self.checkFrame(root, hasAnchors: document.hasAnchors, file: file)
    do {
      self = try YAMLDecoder().decode(Profile.self, from: root)
    } catch {
      throw ProfileError(decodingError: error, file: file)
    }
    try ProfileValidation(profile: self, file: file).check()
  }

  /// What has to hold before the content can mean anything: a mapping, a version we know, keys we know, no anchors.
  private static func checkFrame(_ root: Node, hasAnchors: Bool, file: String) throws(ProfileError) {
    guard let mapping = root.mapping, let version = mapping[Key.cinch.rawValue] else { throw .notAProfile(file: file) }
    guard let number = version.int, number > 0 else {
      throw .invalid(file: file, key: Key.cinch.rawValue, problem: "it is the format's version, \(Self.version)")
    }
    guard number <= Self.version else { throw .newer(file: file, version: number) }
    for key in mapping.keys {
      let name = key.string ?? ""
      guard Key(rawValue: name) != nil else {
        throw .invalid(file: file, key: name, problem: "a profile has no such key")
      }
    }
    // Cinch itself writes none.
    if hasAnchors {
      throw .invalid(file: file, key: "&", problem: "a profile has no anchors and aliases")
    }
  }
}

extension ProfileError {
  init(_ failure: YAMLDocument.Failure, file: String) {
    switch failure {
    case .unreadable(let reason): self = .unreadable(file: file, reason: reason)
    case .alias: self = .invalid(file: file, key: "&", problem: "a profile has no anchors and aliases")
    case .malformed(let line, let problem): self = .malformed(file: file, line: line, problem: problem)
    }
  }

  fileprivate init(decodingError error: any Error, file: String) {
    guard let error = error as? DecodingError else {
      self = .malformed(file: file, line: nil, problem: "\(error)")
      return
    }
    let path = error.path.joined(separator: ".")
    if case .keyNotFound = error {
      self = .missing(file: file, key: path)
    } else {
      self = .invalid(file: file, key: path, problem: error.problem)
    }
  }
}
