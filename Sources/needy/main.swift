import Acts
import Glibc
import Sandboxing

// needy, the test daemon: it needs the acts that it is told to need, breaks when one is denied, and needs nothing else.

let usage = """
  usage: needy run ACT...                 perform the acts; exit 0 if all are allowed
         needy calls ACT...               list the system calls without which run would fail
         needy serve [OPTION...] ACT...   perform them for each connection to the socket passed in, and answer
         needy ask SOCKET                 ask a serving needy; exit 0 if it is healthy
  options of serve, each a way to misbehave: \(Options.flags)
  """

/// Says how needy is used and exits.
func fail(_ reason: String) -> Never {
  writeLine("needy: \(reason)\n\(usage)", to: 2)
  exit(64)
}

var words = programArguments
guard let verb = words.first else { fail("a verb is missing") }
words.removeFirst()
switch verb {
case "run": exit(run(acts: parse(words)))
case "calls": exit(listCalls(of: parse(words)))
case "serve": Server(Options(consuming: &words), acts: parse(words)).serve()
case "ask":
  guard let path = words.first, words.count == 1 else { fail("ask takes one socket") }
  exit(ask(path))
default: fail("there is no '\(verb)'")
}

/// Reads acts, all of them or none.
func parse(_ words: [String]) -> [Act] {
  words.map { word in
    guard let act = Act(parsing: word) else { fail("'\(word)' is no act") }
    return act
  }
}
