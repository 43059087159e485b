/// The rules of unit names (systemd.unit(5), "Description" and "String Escaping for Inclusion in Unit Names").
public enum UnitName {
  /// The object on the bus that stands for a unit: everything but letters and digits, and a digit that comes first, is an underscore and two hexadecimal
  /// digits.
  public static func objectPath(of unit: String) -> String {
    var label = ""
    let digits = Array("0123456789abcdef")
    for (index, byte) in unit.utf8.enumerated() {
      let isDigit = (48...57).contains(byte)
      let isLetter = (65...90).contains(byte) || (97...122).contains(byte)
      if isLetter || isDigit && index > 0 {
        label.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        label += "_\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return "/org/freedesktop/systemd1/unit/" + (label.isEmpty ? "_" : label)
  }
}
