import Workflows

/// Results as the XML that test runners write since JUnit, in the form that Jenkins reads (junit-10.xsd): `testsuites`,
/// `testsuite`, `testcase`, and in that one of `failure`, `error`, `skipped` or nothing.
public struct JUnitFile: Exporter {
  /// A writer of JUnit's XML.
  public init() {}

  /// The document.
  public func text(of suites: [JUnitSuite]) -> String {
    let all = Counts(suites.flatMap(\.cases))
    let lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites\(all.attributes)>"]
    return (lines + suites.flatMap(element) + ["</testsuites>"]).joined(separator: "\n") + "\n"
  }

  private func element(_ suite: JUnitSuite) -> [String] {
    let counts = Counts(suite.cases)
    return [#"  <testsuite name="\#(XMLText.safe(suite.name))"\#(counts.attributes) skipped="\#(counts.skipped)">"#]
      + suite.cases.flatMap { element($0, in: suite) } + ["  </testsuite>"]
  }

  private func element(_ test: JUnitSuite.Case, in suite: JUnitSuite) -> [String] {
    let head =
      #"    <testcase name="\#(XMLText.safe(test.name))" classname="\#(XMLText.safe(suite.name))" time="\#(seconds(test.seconds))""#
    let inside: String
    switch test.outcome {
    case .passed: return [head + "/>"]
    case .failed(let message, let details): inside = result("failure", message, details)
    case .broken(let message, let details): inside = result("error", message, details)
    case .skipped(let message): inside = #"<skipped message="\#(XMLText.safe(message))"/>"#
    }
    return [head + ">", "      " + inside, "    </testcase>"]
  }

  private func result(_ name: String, _ message: String, _ details: String) -> String {
    #"<\#(name) message="\#(XMLText.safe(message))">\#(XMLText.safe(details))</\#(name)>"#
  }

  private struct Counts {
    let cases: [JUnitSuite.Case]

    init(_ cases: [JUnitSuite.Case]) { self.cases = cases }

    var skipped: Int { cases.count { if case .skipped = $0.outcome { true } else { false } } }

    var attributes: String {
      let failures = cases.count { if case .failed = $0.outcome { true } else { false } }
      let errors = cases.count { if case .broken = $0.outcome { true } else { false } }
      let time = seconds(cases.reduce(0) { $0 + $1.seconds })
      return #" tests="\#(cases.count)" failures="\#(failures)" errors="\#(errors)" time="\#(time)""#
    }
  }
}

/// Seconds with three decimals.
private func seconds(_ number: Double) -> String {
  let milliseconds = Int((number * 1000).rounded())
  let fraction = String(milliseconds % 1000)
  return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
}
