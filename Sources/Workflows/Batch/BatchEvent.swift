/// What a batch has to tell while it runs.
public enum BatchEvent: Sendable {
  /// An earlier time has brought this already, and nothing has changed since.
  case kept(BatchOutcome)
  /// A service's turn has come.
  case began(BatchService)
  /// What the find, or check, of a service has to tell.
  case progress(BatchService, FindEvent)
  /// A service is done; so many of all are by now.
  case ended(BatchOutcome, done: Int, of: Int)
}
