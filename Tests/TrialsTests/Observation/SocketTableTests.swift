import Testing

@testable import Trials

@Suite(
  "The kernel's tables of sockets",
  .enabled(if: UInt16(bigEndian: 1) != 1, "the samples are of a little-endian machine"))
struct SocketTableTests {
  private static let tcp = """
      sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
       0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   106        0 4711 1 0000000000000000 100 0 0 10 0
       1: 0100007F:1538 0100007F:C001 01 00000000:00000000 00:00000000 00000000   106        0 4712 1 0000000000000000 20 0 0 10 -1
       2: 0100007F:C002 010200C0:01BB 01 00000000:00000000 00:00000000 00000000   106        0 4713 1 0000000000000000 20 0 0 10 -1
    """
  private static let tcp6 = """
      sl  local_address rem_address st
       0: B80D0120000000000000000001000000:C003 B80D0120000000000000000002000000:0050 01 0:0 0:0 0 0 0 4714 1
    """

  @Test("list who waits for others")
  func listeners() {
    #expect(
      SocketTable.parse(Self.tcp, protocol: "tcp", family: "AF_INET")
        == [SocketTable.Entry(inode: 4711, family: "AF_INET", port: "tcp:5432", address: "127.0.0.1", isLoopback: true)]
    )
  }

  @Test("list who takes packets as they are")
  func packets() {
    let raw = """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
         1: 00000000:0001 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4715 2 0000000000000000 0
      """
    let packet = """
      sk               RefCnt Type Proto  Iface R Rmem   User   Inode
      0000000000000000 3      3    0003   0     1 0      0      4716
      """
    #expect(SocketTable.raw(in: raw, family: "AF_INET") == [SocketTable.Raw(inode: 4715, family: "AF_INET")])
    #expect(SocketTable.raw(in: packet, family: "AF_PACKET") == [SocketTable.Raw(inode: 4716, family: "AF_PACKET")])
  }

  @Test("tell connections that were made from those that were accepted")
  func connections() {
    #expect(
      SocketTable.connections(in: Self.tcp, family: "AF_INET", listening: ["tcp:5432"])
        == [SocketTable.Connection(inode: 4713, family: "AF_INET", peer: "192.0.2.1:443")])
    #expect(
      SocketTable.connections(in: Self.tcp6, family: "AF_INET6", listening: [])
        == [SocketTable.Connection(inode: 4714, family: "AF_INET6", peer: "[2001:db8::2]:80")])
  }
}
