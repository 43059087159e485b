import CElf
import Glibc

/// What an executable or a library says of itself (elf(5)): what it takes from libraries, and which paths stand in it.
struct ProgramFile: Sendable {
  /// Names that it takes from others: `getaddrinfo`. Where there are none, it was linked to nothing.
  let imports: Set<String>
  /// Libraries that it names: `libc.so.6`.
  let libraries: [String]
  /// Where it says that they are, before all usual places.
  let libraryDirectories: [String]
  /// Absolute paths among its constant texts, in order.
  let paths: [String]
  /// Names among them that capabilities have, with `CAP_` or without: `NET_ADMIN`.
  let capabilityNames: Set<String>

  /// Reads an open file; nil where it is no ELF file.
  init?(descriptor: Int32) {
    _ = elf_version(UInt32(EV_CURRENT))
    guard let elf = elf_begin(descriptor, ELF_C_READ, nil) else { return nil }
    defer { elf_end(elf) }
    guard elf_kind(elf) == ELF_K_ELF else { return nil }
    var reading = Reading()
    var section = elf_nextscn(elf, nil)
    while let present = section {
      reading.read(present, of: elf)
      section = elf_nextscn(elf, present)
    }
    imports = reading.imports
    libraries = reading.libraries
    libraryDirectories = reading.libraryDirectories
    paths = reading.paths.sorted()
    capabilityNames = reading.capabilityNames
  }

  /// The sections of a file, one after the other.
  private struct Reading {
    var imports: Set<String> = []
    var libraries: [String] = []
    var libraryDirectories: [String] = []
    var paths: Set<String> = []
    var capabilityNames: Set<String> = []

    mutating func read(_ section: OpaquePointer, of elf: OpaquePointer) {
      var header = GElf_Shdr()
      guard gelf_getshdr(section, &header) != nil, header.sh_type != UInt32(SHT_NOBITS),
        let data = elf_getdata(section, nil)
      else { return }
      let entries = header.sh_entsize > 0 ? Int32(clamping: header.sh_size / header.sh_entsize) : 0
      let strings = Int(header.sh_link)
      switch header.sh_type {
      case UInt32(SHT_DYNSYM):
        for index in 0..<entries {
          var symbol = GElf_Sym()
          guard gelf_getsym(data, index, &symbol) != nil, symbol.st_shndx == UInt16(SHN_UNDEF),
            let name = elf_strptr(elf, strings, Int(symbol.st_name))
          else { continue }
          imports.insert(String(cString: name))
        }
        imports.remove("")
      case UInt32(SHT_DYNAMIC):
        for index in 0..<entries {
          var entry = GElf_Dyn()
          guard gelf_getdyn(data, index, &entry) != nil, let text = elf_strptr(elf, strings, Int(entry.d_un.d_val))
          else { continue }
          switch entry.d_tag {
          case Int64(DT_NEEDED): libraries.append(String(cString: text))
          case Int64(DT_RUNPATH), Int64(DT_RPATH):
            libraryDirectories += String(cString: text).split(separator: ":").map(String.init)
          default: break
          }
        }
      // What is constant: allocated, and neither code nor to be written.
      case UInt32(SHT_PROGBITS) where header.sh_flags & 7 == 2: readTexts(in: data.pointee)
      default: break
      }
    }

    private mutating func readTexts(in data: Elf_Data) {
      guard let start = data.d_buf else { return }
      let slash = UInt8(ascii: "/")
      var (at, left) = (UnsafeRawPointer(start), data.d_size)
      while left > 0 {
        let length = memchr(at, 0, left).map { UnsafeRawPointer($0) - at } ?? left
        if length < 256, length < left { readCapabilityNames(in: at, length) }
        // A path of one component is as often the half of something else.
        if length > 3, length < 256, at.load(as: UInt8.self) == slash {
          let bytes = UnsafeRawBufferPointer(start: at, count: length)
          if bytes.allSatisfy(Self.isOfPath) { paths.insert(String(decoding: bytes, as: UTF8.self)) }
        }
        at += min(length + 1, left)
        left -= min(length + 1, left)
      }
    }

    /// A text that is a name, or that has one with its prefix, at a place where a NUL ends it.
    private mutating func readCapabilityNames(in text: UnsafeRawPointer, _ length: Int) {
      let bytes = UnsafeRawBufferPointer(start: text, count: length)
      if let found = strstr(text.assumingMemoryBound(to: CChar.self), "CAP_") {
        let name = String(cString: found).dropFirst(4).prefix { $0.isASCII && $0.isUppercase || $0 == "_" }
        capabilityNames.insert(String(name))
      } else if (7..<20).contains(length), bytes.contains(UInt8(ascii: "_")), bytes.allSatisfy(Self.isOfName) {
        capabilityNames.insert(String(decoding: bytes, as: UTF8.self))
      }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isOfPath(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"), UInt8(ascii: "+"):
        true
      default: false
      }
    }
  }
}
