import Glibc
import Synchronization

/// Whether a reader who has gone ends this process without a word, as the shell that started it expects: it had not been
/// told to ignore SIGPIPE, as units of systemd are.
private let endsQuietly = Atomic(false)

/// One of the two streams that a process writes to, without the traps of `FileHandle`, which ends the process where a
/// write fails.
enum StandardStream: Int32 {
  /// For results.
  case output = 1
  /// For everything that is no result.
  case error = 2

  /// Writes all of a text.
  ///
  /// - Throws: ``StreamError`` where nobody reads any more, the disk is full, or the stream is closed.
  func write(_ text: String) throws(StreamError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var writable = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        poll(&writable, 1, -1)
      } else if errno != EINTR {
        throw StreamError(stream: self, code: errno)
      }
    }
  }

  /// Has a reader that is gone be an error of the write, and no end of the process: results are to be saved although
  /// nobody looks. And opens what the caller has closed, so that no file of ours gets a stream's number.
  static func prepare() {
    // A handler, unlike SIG_IGN, is not passed on to the programs that this one starts.
    endsQuietly.store(signal(SIGPIPE) { _ in } == nil, ordering: .relaxed)
    for (number, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(number, F_GETFD) < 0 {
      // The lowest free number is this one, since those below are taken; in the wrong direction, to be an error still.
      _ = open("/dev/null", flags)
    }
  }
}

extension StreamError {
  /// Ends the process as SIGPIPE does, where a reader has gone and nobody minds.
  func endQuietly() {
    guard code == EPIPE, endsQuietly.load(ordering: .relaxed) else { return }
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
  }
}

/// Why a result could not be written to a stream.
struct StreamError: ExitStatusProviding, CustomStringConvertible {
  let stream: StandardStream
  /// errno(3)'s number.
  let code: Int32

  var exitStatus: ExitStatus { .failure }

  var description: String {
    let name = stream == .output ? "Standard output" : "Standard error"
    return "\(name) cannot be written (\(String(cString: strerror(code)))): give the command a place for its results."
  }
}

/// The stream for everything that is not a result.
enum StandardError {
  /// Writes one line; one that nobody can read is no reason to stop.
  static func write(_ line: String) { writeText(line + "\n") }

  /// Writes a text as it is, by the same rule.
  static func writeText(_ text: String) { try? StandardStream.error.write(text) }
}
