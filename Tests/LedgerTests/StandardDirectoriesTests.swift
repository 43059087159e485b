import Ledger
import Testing

@Suite struct StandardDirectoriesTests {
  @Test func aUsersDirectoriesFollowTheEnvironment() {
    let directories = StandardDirectories.user(environment: [
      "HOME": "/home/ada", "XDG_STATE_HOME": "/srv/ada/state", "XDG_RUNTIME_DIR": "/run/user/1000",
    ])
    #expect(
      directories
        == StandardDirectories(
          configuration: "/home/ada/.config/cinch", state: "/srv/ada/state/cinch", runtime: "/run/user/1000/cinch"))
  }

  @Test func aRelativePathIsIgnored() {
    let directories = StandardDirectories.user(environment: ["HOME": "/home/ada", "XDG_STATE_HOME": "state"])
    #expect(directories.state == "/home/ada/.local/state/cinch")
  }
}
