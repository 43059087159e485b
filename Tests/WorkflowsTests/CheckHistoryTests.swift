import Ledger
import Testing

@testable import Workflows

@Suite("What has to be checked again")
struct CheckHistoryTests {
  private static let then = RunEnvironment(
    systemd: "252", kernel: "6.1", libc: "glibc 2.36", package: "nginx 1.22", binary: "cafe", unit: "f00d")

  struct Change: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let isUpgrade: Bool
    let make: @Sendable (inout RunEnvironment) -> Void
  }

  static let changes = [
    Change(testDescription: "nothing", isUpgrade: false) { _ in },
    Change(testDescription: "the unit", isUpgrade: false) { $0.unit = "beef" },
    Change(testDescription: "the package", isUpgrade: true) { $0.package = "nginx 1.26" },
    Change(testDescription: "the program", isUpgrade: true) { $0.binary = "babe" },
    Change(testDescription: "the C library", isUpgrade: true) { $0.libc = "glibc 2.41" },
    Change(testDescription: "systemd", isUpgrade: true) { $0.systemd = "257" },
    Change(testDescription: "the kernel", isUpgrade: true) { $0.kernel = "6.12" },
  ]

  @Test("is what runs on other software than at its last check", arguments: changes)
  func upgrades(change: Change) {
    var now = Self.then
    change.make(&now)
    #expect(now.isUpgraded(from: Self.then) == change.isUpgrade)
  }
}
