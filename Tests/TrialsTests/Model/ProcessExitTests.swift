import Foundation
import Systemd
import Testing
import Trials

@Suite struct ProcessExitTests {
  static let ends: [ProcessExit] =
    [0, 1, 2, 77, 99, 203, 226, 255].map(ProcessExit.exited)
    + [1, 9, 11, 31, 34, 64].flatMap { [ProcessExit.killed(signal: $0), .dumped(signal: $0)] }

  @Test(arguments: ends) func isReadBackFromTheWordsInWhichItIsShown(_ end: ProcessExit) throws {
    #expect(try JSONDecoder().decode(ProcessExit.self, from: JSONEncoder().encode(end)) == end)
  }

  @Test(arguments: ["", "exited", "exited, status=", "exited, status=x", "killed by", "killed by SIGNOTHING"])
  func nothingElseIsOne(_ text: String) throws {
    let json = try JSONEncoder().encode(text)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(ProcessExit.self, from: json) }
  }
}
