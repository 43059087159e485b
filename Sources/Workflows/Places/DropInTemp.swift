import Sandboxing
extension Rendering {
  var dropIn: String { settings.isEmpty ? "" : "[Service]\n" + settings.map { "\($0.directive.name)=\($0.value)\n" }.joined() }
}
