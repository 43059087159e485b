import Profiles
import Foundation
import Lab
import LabTesting
import Testing

/// Something that goes wrong in the middle of a find on a host, and what has to come of it.
struct FindFault: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The service's own settings.
  var settings = "ExecStart=/bin/sleep infinity"
  /// What happens before the find.
  var prepare = "true"
  /// What the find's only probe does.
  var probe = "true"
  /// What is tried.
  var restriction = "LockPersonality=yes"
  /// What happens after the find, for the next fault.
  var repair = "true"
  /// How the find ends; nil for any way but by a signal.
  let status: Int32?
  /// What it says of it.
  var says = ""
  /// What becomes of the restriction: the name of its list in the profile.
  var fate: String?

  /// A condition of probes: the service is under no restriction.
  static let isUnrestricted = #"[ "$(systemctl show -p LockPersonality --value $CINCH_UNIT)" = no ]"#
}

extension HostLab {
  /// What `cinch find --json` says of the restrictions.
  private struct Answer: Decodable {
    struct Named: Decodable { let restriction: String }
    struct Profile: Decodable {
      let kept: [String]
      let rejected: [Named]?
      let notEnforced: [Named]?
      var fates: [String: [String]] {
        [
          "kept": kept, "rejected": rejected?.map(\.restriction) ?? [],
          "notEnforced": notEnforced?.map(\.restriction) ?? [],
        ]
      }
    }
    let profile: Profile
  }

  /// Has a fault happen, and expects that nothing is left of it.
  func suffer(_ fault: FindFault) async throws {
    let name: Comment = "\(fault.testDescription)"
    _ = try await shell("systemctl stop \(Self.unit)")
    try lab.write("[Service]\n\(fault.settings)\n", to: Self.unitFile)
    let prepared = try await shell(
      "systemctl daemon-reload; systemctl start \(Self.unit) 2> /dev/null; systemctl reset-failed; \(fault.prepare)")
    #expect(prepared.isSuccess, "\(name): \(prepared.error)")
    let before = try await inventory()
    let options = "--json --quiet --no-restart --settle 0.05 --baselines 1 --confirmations 1"
    let words = ["find", "--host", Self.unit, "--only", fault.restriction, "--health", fault.probe]
    let result = try await lab.run(
      [TestLabs.cinch] + words + options.split(separator: " ").map(String.init), timeout: .seconds(120))
    guard case .exited(let status) = result.ending else {
      Issue.record("\(name): \(result)")
      return
    }
    #expect(fault.status == nil || fault.status == status, "\(name): \(result.error)")
    #expect(fault.says.isEmpty || result.error.contains(fault.says), "\(name): \(result.error)")
    let raw = (result.output + result.error).unicodeScalars.filter { $0.value < 32 && $0 != "\n" || $0.value == 127 }
    #expect(raw.isEmpty, "\(name): something for a terminal to act on")
    if let fate = fault.fate {
      let answer = try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
      #expect(answer.profile.fates[fate]?.contains(fault.restriction) == true, "\(name): \(answer.profile)")
    }
    let remains = try await remains(since: before)
    #expect(remains == [], name)
    let repaired = try await shell("systemctl stop \(Self.unit); \(fault.repair)")
    #expect(repaired.isSuccess, "\(name): \(repaired.error)")
  }
}
