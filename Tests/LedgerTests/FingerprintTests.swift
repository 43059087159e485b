import Ledger
import Testing

@Suite struct FingerprintTests {
  @Test func isStableAcrossVersions() {
    #expect(Fingerprint().description == "6c62272e07bb014262b821756295c58d")
    #expect(Fingerprint(of: ["[Service]"]).description == "91930a35a19154aa54dd55fc53371b33")
  }

  @Test func noticesWhereOnePartEndsAndTheNextBegins() {
    #expect(Fingerprint(of: ["ab", "c"]) != Fingerprint(of: ["a", "bc"]))
    #expect(Fingerprint(of: ["ab"]) != Fingerprint(of: ["ab", ""]))
  }
}
