/// Two hexadecimal digits, as D-Bus paths, unit names and IDs write a byte.
func hexadecimal(_ byte: UInt8) -> String {
  let text = String(byte, radix: 16)
  return byte < 16 ? "0" + text : text
}
