/// One form in which results are written: a file format, or the lines that a terminal shows.
public protocol Exporter<Subject>: Sendable {
  /// What it writes.
  associatedtype Subject

  /// Writes it.
  ///
  /// - Parameter subject: the results.
  /// - Returns: The whole text, which ends with a newline.
  /// - Throws: what an encoder throws; no result has been seen to cause that.
  func text(of subject: Subject) throws -> String
}
