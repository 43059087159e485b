import Testing
import Workflows

@Suite("A shard")
struct ShardTests {
  static let names = (1...200).map { "service-\($0)" }

  @Test("is one of parts that together are everything, none of it twice", arguments: 1...7)
  func partition(count: Int) throws {
    let shards = try (1...count).map { try #require(Shard(parsing: "\($0)/\(count)")) }
    for name in Self.names { #expect(shards.count { $0.contains(name) } == 1) }
    for shard in shards { #expect(Self.names.contains { shard.contains($0) }) }
  }

  @Test("has the same services wherever it is asked")
  func stable() throws {
    let shard = try #require(Shard(parsing: "2/3"))
    #expect(["nginx", "redis", "postgresql", "borg", "dnsmasq", "tomcat"].filter(shard.contains) == ["dnsmasq"])
  }

  @Test("is the k-th of n", arguments: ["", "1", "0/3", "4/3", "-1/3", "1/0", "1/3/5", "a/b", "1/", " 1/3"])
  func noShard(_ text: String) { #expect(Shard(parsing: text) == nil) }
}
