import Glibc
import LabTesting
import Trials

/// A tree with real daemons, where the environment names one.
enum DaemonTree {
  static let reason = "needs root, and in CINCH_TEST_TREE a tree with nginx and redis"

  private static let tree = TestLabs.roots.last { root in
    ["nginx", "redis-server"].allSatisfy { access("\(root)/usr/lib/systemd/system/\($0).service", R_OK) == 0 }
  }

  static var isThere: Bool { TestLabs.arePossible && tree != nil }

  /// Who opens labs over it.
  static var provider: any EnvironmentProvider {
    LabProvider(TestLabs.configuration(root: tree ?? "/"), actProgram: TestLabs.program("cinch-act"))
  }

  /// The directory of the built programs.
  static var programs: String { String(TestLabs.cinch.dropLast("/cinch".count)) }
}
