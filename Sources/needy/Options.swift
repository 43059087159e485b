/// The ways in which a serving needy misbehaves, for tests of what Cinch makes of it.
struct Options {
  static let flags = """
    --notify --state FILE --corrupt-on-denial --flaky PERCENT --seed N --fork-and-die --ignore-sigterm
      --hang-start --fork-bomb N --eat-memory MB --log-flood --escape-output
    """

  /// Tell the manager when it is ready (Type=notify).
  var notifies = false
  /// A file of the service's own, written at start; a needy that finds it corrupt does not start.
  var state: String?
  /// Corrupt that file when an act is denied, as a database does that is killed half-way.
  var corruptsOnDenial = false
  /// The share of requests, in percent, that it answers with "unhealthy" for no reason.
  var flakyPercent = 0
  /// Where the random numbers start; each process goes on from there in a way of its own.
  var seed: UInt64 = 0
  /// Perform the acts in a worker, which dies by a signal when one is denied, again and again, while the main process
  /// answers that all is well.
  var hidesDyingWorkers = false
  /// Ignore SIGTERM.
  var ignoresTermination = false
  /// Never get ready.
  var hangsAtStart = false
  /// How many idle processes to make.
  var forkBomb = 0
  /// How much memory to fill, in MiB.
  var eatsMemory = 0
  /// Write to the log without end.
  var floodsLog = false
  /// Write terminal escapes and bytes that are no text, to the log and in each answer.
  var escapesOutput = false

  /// Takes the options from the front of the command line.
  init(consuming words: inout [String]) {
    while let flag = words.first, flag.hasPrefix("--") {
      words.removeFirst()
      switch flag {
      case "--notify": notifies = true
      case "--state": state = Self.value(of: flag, &words)
      case "--corrupt-on-denial": corruptsOnDenial = true
      case "--flaky": flakyPercent = Self.number(of: flag, &words)
      case "--seed": seed = UInt64(Self.number(of: flag, &words))
      case "--fork-and-die": hidesDyingWorkers = true
      case "--ignore-sigterm": ignoresTermination = true
      case "--hang-start": hangsAtStart = true
      case "--fork-bomb": forkBomb = Self.number(of: flag, &words)
      case "--eat-memory": eatsMemory = Self.number(of: flag, &words)
      case "--log-flood": floodsLog = true
      case "--escape-output": escapesOutput = true
      default: fail("there is no option \(flag)")
      }
    }
  }

  private static func value(of flag: String, _ words: inout [String]) -> String {
    guard !words.isEmpty else { fail("\(flag) takes a value") }
    return words.removeFirst()
  }

  private static func number(of flag: String, _ words: inout [String]) -> Int {
    guard let number = Int(value(of: flag, &words)), number >= 0 else { fail("\(flag) takes a number, 0 or more") }
    return number
  }
}
