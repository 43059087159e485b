import Glibc
import Search

/// Measures what the search costs and how often it is right, and compares with the committed thresholds.
///
/// Without arguments all parts, else those named: sequential, hints, parallel, flakes. Exit status 2 when a threshold is
/// missed.
@main
struct SearchBenchmark {
  static func main() async throws {
    let parts: KeyValuePairs = [
      "sequential": sequential, "hints": hints, "parallel": parallel, "flakes": flakes, "flake-rounds": flakeRounds,
    ]
    let named = Set(CommandLine.arguments.dropFirst())
    var table = Table()
    for (name, part) in parts where named.isEmpty || named.contains(name) { try await part(&table) }
    print("\n" + (table.missed ? "over the thresholds" : "within the thresholds"))
    exit(table.missed ? 2 : 0)
  }

  private static func sequential(_ table: inout Table) async throws {
    table.begin("Trials, one at a time, mean/max over \(Series.length)", ["candidates", "breakers", "trials", "bound"])
    for row in sequentialBounds {
      let figures = try await Series(candidates: row.candidates, breakers: row.breakers).run()
      table.add(
        ["\(row.candidates)", "\(row.breakers)", text(figures.trials), row.bound.text],
        isWithin: row.bound.holds(for: figures.trials) && figures.partRight == 1)
    }
  }

  private static func hints(_ table: inout Table) async throws {
    table.begin(
      "Trials with hints, one at a time, mean/max over \(Series.length)",
      ["candidates", "breakers", "recall", "false", "trials", "bound"])
    for row in hintBounds {
      let figures = try await Series(candidates: row.candidates, breakers: row.breakers, hints: row.hints).run()
      table.add(
        [
          "\(row.candidates)", "\(row.breakers)", "\(row.hints.recall)", "\(row.hints.falseAlarms)",
          text(figures.trials), row.bound.text,
        ],
        isWithin: row.bound.holds(for: figures.trials) && figures.partRight == 1)
    }
  }

  private static func parallel(_ table: inout Table) async throws {
    table.begin(
      "Rounds with 8 jobs, mean/max over \(Series.length)", ["candidates", "breakers", "rounds", "bound", "trials"])
    for row in parallelBounds {
      let figures = try await Series(candidates: row.candidates, breakers: row.breakers, jobs: 8).run()
      table.add(
        [
          "\(row.candidates)", "\(row.breakers)", text(figures.rounds), row.bound.text, rounded(figures.trials.mean),
        ],
        isWithin: row.bound.holds(for: figures.rounds) && figures.partRight == 1)
    }
  }

  private static func flakes(_ table: inout Table) async throws {
    table.begin(
      "Flaky services, rates unknown to the search, over \(Series.length)",
      ["candidates", "breakers", "false fail", "false pass", "right %", "trials", "bound", "reference"])
    for row in flakeBounds {
      let figures = try await Series(candidates: row.candidates, breakers: row.breakers, rates: row.rates).run()
      table.add(
        [
          "\(row.candidates)", "\(row.breakers)", "\(row.rates.falseFail)", "\(row.rates.falsePass)",
          rounded(100 * figures.partRight), text(figures.trials), rounded(row.trials), rounded(row.reference),
        ],
        isWithin: Bound(mean: row.trials).holds(for: figures.trials) && figures.partRight >= leastRight)
    }
  }

  private static func flakeRounds(_ table: inout Table) async throws {
    table.begin(
      "Flaky services with several jobs, 450 candidates, 8 breakers, over \(Series.length)",
      ["jobs", "false fail", "false pass", "right %", "rounds", "bound", "trials"])
    for row in flakeRoundBounds {
      let figures = try await Series(candidates: 450, breakers: 8, jobs: row.jobs, rates: row.rates).run()
      table.add(
        [
          "\(row.jobs)", "\(row.rates.falseFail)", "\(row.rates.falsePass)", rounded(100 * figures.partRight),
          text(figures.rounds), rounded(row.rounds), rounded(figures.trials.mean),
        ],
        isWithin: Bound(mean: row.rounds).holds(for: figures.rounds) && figures.partRight >= leastRight)
    }
  }

  private static func text(_ values: [Int]) -> String { "\(rounded(values.mean))/\(values.most)" }
}
