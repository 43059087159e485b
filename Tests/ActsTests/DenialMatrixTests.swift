import DenialMatrix
import Sandboxing
import Testing

/// What was measured says whether the table of acts is any good: each restriction has an act that shows it, and acts
/// stay out of each other's way.
@Suite("The measured denials")
struct DenialMatrixTests {
  struct Table: CustomTestStringConvertible, Sendable {
    let name: String
    let systemd: Int
    /// Restrictions that were accepted and not enforced in that lab.
    let notEnforced: Set<String>
    var testDescription: String { name }
  }

  static let tables: [Table] = [
    // Debian 12 builds systemd without BPF.
    Table(
      name: "systemd-252", systemd: 252,
      notEnforced: ["SocketBindDeny=any", "RestrictNetworkInterfaces=~lo", "RestrictFileSystems=~tmpfs"]),
    Table(name: "systemd-257", systemd: 257, notEnforced: ["RestrictFileSystems=~tmpfs"]),
    Table(name: "systemd-262", systemd: 262, notEnforced: ["RestrictFileSystems=~tmpfs"]),
  ]

  /// What no act performed by root alone can show: only an ordinary user is kept from other users' processes and leaves
  /// IPC objects that go, and only the manager knows whom it listens to.
  static let shownOtherwise: Set<String> = ["ProtectProc", "RemoveIPC", "NotifyAccess"]

  @Test("show each restriction that was enforced, by an act of its own", arguments: tables)
  func eachIsShown(_ table: Table) throws {
    let matrix = try DenialMatrix(named: table.name)
    let silent = matrix.rows.filter { restriction, row in
      guard case .denies(let acts, _) = row else { return false }
      // The machine on which this was measured lacked a capability itself.
      if let member = restriction.deniedMember, member.hasPrefix("CAP_"),
        !matrix.acts.contains(.hold(capability: member))
      {
        return false
      }
      // Whatever mounts something has a mount namespace, which so shows nothing but PrivateMounts=.
      let telling = restriction.directive == "PrivateMounts" ? acts : acts.subtracting([.share(.mnt, inode: nil)])
      return telling.isEmpty && !Self.shownOtherwise.contains(restriction.directive)
    }
    #expect(Set(silent.keys.map(\.description)) == table.notEnforced)
  }

  @Test("contain the act by which the catalogue shows each rung", arguments: tables)
  func catalogueAgrees(_ table: Table) throws {
    let matrix = try DenialMatrix(named: table.name)
    var shown = 0
    for directive in Catalogue.directives where !Self.shownOtherwise.contains(directive.name) {
      for rung in directive.rungs {
        let restriction = Restriction(directive.name, rung.value)
        guard let act = rung.act, matrix.acts.contains(act), case .denies(let denied, _)? = matrix.rows[restriction],
          !table.notEnforced.contains(restriction.description)
        else { continue }
        shown += 1
        #expect(denied.contains(act), "\(restriction) does not deny \(act)")
      }
    }
    #expect(shown > 0, "the table has no row of any rung")
  }

  @Test("show processes of others, to an ordinary user")
  func ordinaryUser() throws {
    let matrix = try DenialMatrix(named: "systemd-252-nobody")
    #expect(matrix.restrictions(denying: .readProcess(1)).contains(Restriction("ProtectProc", "noaccess")))
    #expect(!matrix.restrictions(denying: .seeProcess(1)).contains(Restriction("ProtectProc", "noaccess")))
    #expect(matrix.restrictions(denying: .seeProcess(1)).contains(Restriction("ProtectProc", "invisible")))
  }

  @Test("know what breaks a needy with given needs")
  func truth() throws {
    let matrix = try DenialMatrix(named: "systemd-252")
    let nothing = matrix.restrictions(breaking: [])
    let memory = matrix.restrictions(breaking: [.mapWritableExecutable])
    #expect(memory.subtracting(nothing) == [Restriction("MemoryDenyWriteExecute", "yes")])
    let network = matrix.restrictions(breaking: [.share(.net, inode: 4_026_531_840)])
    #expect(network.subtracting(nothing).contains(Restriction("PrivateNetwork", "yes")))
    #expect(nothing == [Restriction("DevicePolicy", "strict")])
  }
}
