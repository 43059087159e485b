import Profiles
import Sandboxing
import Workflows

/// Restrictions of one fate that need no more than a line each.
struct Aside: Sendable {
  /// The heading of those that passed.
  static let withheldHeading = "Withheld"

  /// What became of them.
  let heading: String
  /// What that means, as a phrase.
  let meaning: String
  /// The restrictions by reason, both in the order in which they first appear; the reason is empty where there is none.
  let groups: [(reason: String, restrictions: [String])]

  init(_ heading: String, _ meaning: String, _ remarks: [Remark]) {
    self.heading = heading
    self.meaning = meaning
    var groups: [(reason: String, restrictions: [String])] = []
    for remark in remarks {
      let (reason, restriction) = (remark.reason.terminalSafe, remark.restriction.description.terminalSafe)
      if let index = groups.firstIndex(where: { $0.reason == reason }) {
        groups[index].restrictions.append(restriction)
      } else {
        groups.append((reason, [restriction]))
      }
    }
    self.groups = groups
  }

  init(_ heading: String, _ meaning: String, _ restrictions: [Restriction]) {
    self.init(heading, meaning, restrictions.map { Remark($0, "") })
  }

  /// Whether they passed and are not kept.
  var isWithheld: Bool { heading == Self.withheldHeading }

  /// How many restrictions there are.
  var count: Int { groups.reduce(0) { $0 + $1.restrictions.count } }
}
