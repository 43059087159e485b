import Search
import Testing

@testable import Workflows

@Suite("When the environment is to blame")
struct ContaminationTrackerTests {
  /// Notes so many failures, each of another set.
  private func fail(_ count: Int, on watch: inout ContaminationTracker) {
    for number in 0..<count { watch.note(.failed, of: [number]) }
  }

  @Test("A failure on a sound environment is believed")
  func singleFailure() {
    var watch = ContaminationTracker(statePutBack: false)
    fail(1, on: &watch)
    #expect(!watch.isControlDue)
    #expect(!watch.hasDoubts)
  }

  @Test("Failures in a row take a control run, sooner where nothing is put back", arguments: [(false, 2), (true, 6)])
  func controlIsDue(statePutBack: Bool, count: Int) {
    var watch = ContaminationTracker(statePutBack: statePutBack)
    fail(count - 1, on: &watch)
    #expect(!watch.isControlDue)
    fail(1, on: &watch)
    #expect(watch.isControlDue)
  }

  @Test("A pass clears all failures before it")
  func pass() {
    var watch = ContaminationTracker(statePutBack: false)
    for number in 0..<20 {
      fail(1, on: &watch)
      watch.note(.passed, of: [100 + number])
    }
    #expect(!watch.isControlDue)
    #expect(watch.doubtful.isEmpty)
  }

  @Test("Where nothing can be tried any more, the environment may be to blame as well")
  func inconclusive() {
    var watch = ContaminationTracker(statePutBack: false)
    fail(1, on: &watch)
    watch.note(.inconclusive, of: [1])
    #expect(watch.isControlDue)
  }

  @Test("Of many failures that are all to be believed, ever fewer take a control run")
  func growingPatience() {
    var watch = ContaminationTracker(statePutBack: false)
    var controls = 0
    for number in 0..<1000 {
      watch.note(.failed, of: [number])
      guard watch.isControlDue else { continue }
      controls += 1
      watch.clear()
    }
    #expect((5...10).contains(controls))
  }

  @Test("On a mess, every failure since the last pass is withdrawn")
  func withdrawal() {
    var watch = ContaminationTracker(statePutBack: false)
    watch.note(.passed, of: [7])
    fail(2, on: &watch)
    #expect(!watch.hasFoundMess)
    #expect(watch.startAnew() == [[0], [1]])
    #expect(watch.hasFoundMess)
    #expect(watch.doubtful.isEmpty)
  }
}
