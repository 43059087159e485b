import Sandboxing

/// The form in which a service is tried.
public enum TrialForm: Sendable {
  /// As a transient clone of the unit.
  case clone
  /// As a transient clone of the unit, started by the line of systemd-run(1) that a person would type.
  case line
  /// As a transient clone of the unit without the restrictions that it has by itself.
  case bare
  /// As the unit itself, with the sandbox in a drop-in: the form in which it will be installed.
  case installed
}

extension Subject {
  /// The subject as it is started in a form.
  func `in`(_ form: TrialForm) -> Subject {
    guard form == .bare else { return self }
    var bare = self
    bare.properties.removeAll { Catalogue.restrictingProperties.contains($0.name) }
    return bare
  }
}

extension LoadedService {
  /// Its properties as they are in a form.
  public func properties(in form: TrialForm) -> [String: BusValue] {
    form == .bare ? properties.filter { !Catalogue.restrictingProperties.contains($0.key) } : properties
  }
}
