import Sandboxing

extension UnitProperty {
  /// `ExecStart=` with these words, the program first, and nothing read into them: in a plain `ExecStart=` systemd
  /// replaces `${NAME}`, and makes one dollar of two.
  public static func literalCommand(_ words: [String]) -> UnitProperty {
    UnitProperty(
      "ExecStartEx",
      .array(
        element: "(sasas)",
        [.structure([.string(words.first ?? ""), .strings(words), .strings(["no-env-expand"])])]))
  }
}
