import Yams

extension Profile {
  /// The profile as the text of a file: comments at the top, keys always in the same order, so that a diff between two
  /// runs shows what changed and nothing else.
  ///
  /// - Throws: what the YAML emitter throws, which no profile has been seen to cause.
  public func yaml() throws -> String {
    let encoder = YAMLEncoder()
    encoder.options.indent = 2
    encoder.options.width = -1
    encoder.options.allowUnicode = false
    encoder.options.sortKeys = false
    encoder.options.newLineScalarStyle = .literal
    encoder.options.redundancyAliasingStrategy = nil
    return """
      # The tightest sandbox of \(service.unit) that passed its health check, and why it is not tighter.
      # Install it with 'cinch apply', test it again after upgrades with 'cinch check', and ask why a directive was
      # rejected with 'cinch explain'. Everything below may be edited; what is kept is tested before it is installed.

      """ + (try encoder.encode(self))
  }
}
