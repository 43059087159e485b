import Sandboxing
import Systemd

extension Manager {
  /// Why a start job that seems to have ended well has run nothing: an unmet condition leaves a unit out, and the job is
  /// `done` all the same (systemd.unit(5), "Conditions and Asserts"). Nil where something ran.
  ///
  /// - Parameters:
  ///   - watcher: who follows the unit.
  ///   - result: how the job ended.
  ///   - invocation: the unit's invocation before.
  /// - Returns: the reason, one sentence.
  /// - Throws: ``BusError``.
  func whyNothingRan(_ watcher: UnitWatcher, _ result: JobResult, after invocation: String) async throws -> String? {
    let state = await watcher.state
    if state.result == "exec-condition" { return "it does not run here: its ExecCondition= says so" }
    guard [.done, .skipped, .assert].contains(result) else { return nil }
    let hasRun = !state.invocationID.isEmpty && state.invocationID != invocation
    if hasRun, state.conditionsMet != false, state.assertionsMet != false { return nil }
    // Signals may have told less than there is to know; and a unit that was left out may be dropped at once, so that its
    // properties, read anew, know of no test.
    let loaded = try await properties(of: watcher.unit)
    for (kind, list, isMet) in [
      ("Condition", "Conditions", state.conditionsMet), ("Assert", "Asserts", state.assertionsMet),
    ] {
      let wasTested = (loaded["\(kind)Timestamp"]?.unsigned ?? 0) != 0
      guard wasTested ? loaded["\(kind)Result"]?.truth == false : isMet == false else { continue }
      let all = loaded[list]?.elements ?? []
      let unmet = all.compactMap { Self.condition($0, onlyUnmet: wasTested) }
      let names = unmet.isEmpty ? "a \(kind.lowercased())" : unmet.joined(separator: ", ")
      return "it does not run here: \(!wasTested && unmet.count > 1 ? "one of \(names)" : names) is not met"
    }
    return nil
  }

  /// A condition as unit files write it; nil where only those that were tested and are not met are asked for, and it is none.
  private static func condition(_ condition: BusValue, onlyUnmet: Bool) -> String? {
    // s name, b trigger, b negate, s parameter, i result: negative where it is not met.
    guard let fields = condition.elements, fields.count == 5, case .int32(let result) = fields[4],
      result < 0 || !onlyUnmet, let name = fields[0].text, let parameter = fields[3].text
    else { return nil }
    return "\(name)=\(fields[1].truth == true ? "|" : "")\(fields[2].truth == true ? "!" : "")\(parameter)"
  }

  /// What a unit requires and is not up, each with what is wrong with it.
  func failedRequirements(of unit: String) async throws -> [String] {
    let loaded = try await properties(of: unit)
    let required = ["Requires", "BindsTo", "Requisite"].flatMap { loaded[$0]?.texts ?? [] }
    var failed: [String] = []
    for name in Set(required).sorted() {
      let other = try await properties(of: name)
      let (load, active) = (other["LoadState"]?.text ?? "", other["ActiveState"]?.text ?? "")
      if load == "masked" || load == "not-found" {
        failed.append("\(name) (\(load))")
      } else if !["active", "reloading", "activating"].contains(active) {
        failed.append("\(name) (\(other["Result"]?.text.map { $0 == "success" ? active : $0 } ?? active))")
      }
    }
    return failed
  }
}
