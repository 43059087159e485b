#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"

// Programs that the kernel runs for the processes of a control group (cgroups(7), bpf(2)), written as instructions: each
// answers 1 to allow what is tried and 0 to refuse it with EPERM.

#define LOAD(size, to, from, offset) \
  ((struct bpf_insn){.code = BPF_LDX | BPF_MEM | (size), .dst_reg = (to), .src_reg = (from), .off = (offset)})
#define SET(to, value) ((struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = (to), .imm = (value)})
#define COPY(to, from) ((struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = (to), .src_reg = (from)})
#define ADD(to, value) ((struct bpf_insn){.code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = (to), .imm = (value)})
#define SHIFT_RIGHT(to, bits) ((struct bpf_insn){.code = BPF_ALU | BPF_RSH | BPF_K, .dst_reg = (to), .imm = (bits)})
#define STORE_ZERO(to, offset) \
  ((struct bpf_insn){.code = BPF_ST | BPF_MEM | BPF_DW, .dst_reg = (to), .off = (offset), .imm = 0})
#define SKIP_IF(operator, left, value, count) \
  ((struct bpf_insn){.code = BPF_JMP32 | (operator) | BPF_K, .dst_reg = (left), .off = (count), .imm = (int32_t)(value)})
#define CALL(function) ((struct bpf_insn){.code = BPF_JMP | BPF_CALL, .imm = (function)})
#define EXIT ((struct bpf_insn){.code = BPF_JMP | BPF_EXIT})

static int attach(int group, uint32_t type, uint32_t point, const struct bpf_insn *instructions, uint32_t count) {
  union bpf_attr load;
  memset(&load, 0, sizeof load);
  load.prog_type = type;
  load.expected_attach_type = point;
  load.insns = (uint64_t)(uintptr_t)instructions;
  load.insn_cnt = count;
  load.license = (uint64_t)(uintptr_t) "Apache-2.0";
  int program = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load);
  if (program < 0) return -errno;

  union bpf_attr attachment;
  memset(&attachment, 0, sizeof attachment);
  attachment.target_fd = (uint32_t)group;
  attachment.attach_bpf_fd = (uint32_t)program;
  attachment.attach_type = point;
  // Groups below have programs of their own beside it, and cannot take it off.
  attachment.attach_flags = BPF_F_ALLOW_MULTI;
  int result = syscall(SYS_bpf, BPF_PROG_ATTACH, &attachment, sizeof attachment) < 0 ? -errno : 0;
  close(program);
  return result;
}

// The beginning of a word as the kernel's register has it.
static uint32_t bytes(const char *text) {
  uint32_t value;
  memcpy(&value, text, sizeof value);
  return value;
}

int clinux_keep_kernel_settings(int group, bool with_network) {
  // The name, without /proc/sys/, goes to the stack: the longest that counts is "kernel/domainname".
  enum { name = -32 };
  struct bpf_insn instructions[] = {
      LOAD(BPF_W, BPF_REG_2, BPF_REG_1, offsetof(struct bpf_sysctl, write)),
      SET(BPF_REG_0, 1),
      SKIP_IF(BPF_JNE, BPF_REG_2, 0, 1),
      EXIT,
      STORE_ZERO(BPF_REG_10, name), STORE_ZERO(BPF_REG_10, name + 8), STORE_ZERO(BPF_REG_10, name + 16),
      STORE_ZERO(BPF_REG_10, name + 24),
      COPY(BPF_REG_2, BPF_REG_10), ADD(BPF_REG_2, name), SET(BPF_REG_3, 32), SET(BPF_REG_4, 0),
      CALL(BPF_FUNC_sysctl_get_name),
      LOAD(BPF_W, BPF_REG_2, BPF_REG_10, name), LOAD(BPF_W, BPF_REG_3, BPF_REG_10, name + 4),
      LOAD(BPF_W, BPF_REG_4, BPF_REG_10, name + 8), LOAD(BPF_W, BPF_REG_5, BPF_REG_10, name + 12),
      // The network's, which is the lab's own.
      SKIP_IF(BPF_JEQ, BPF_REG_2, with_network ? bytes("net/") : 0, 8),
      // kernel/hostname and kernel/domainname: "kern" "el/h" "ostn" "ame", "kern" "el/d" "omai" "nnam".
      SKIP_IF(BPF_JNE, BPF_REG_2, bytes("kern"), 5),
      SKIP_IF(BPF_JNE, BPF_REG_3, bytes("el/h"), 1),
      SKIP_IF(BPF_JEQ, BPF_REG_4, bytes("ostn"), 5),
      SKIP_IF(BPF_JNE, BPF_REG_3, bytes("el/d"), 2),
      SKIP_IF(BPF_JNE, BPF_REG_4, bytes("omai"), 1),
      SKIP_IF(BPF_JEQ, BPF_REG_5, bytes("nnam"), 2),
      SET(BPF_REG_0, 0),
      EXIT,
      SET(BPF_REG_0, 1),
      EXIT,
  };
  return attach(
      group, BPF_PROG_TYPE_CGROUP_SYSCTL, BPF_CGROUP_SYSCTL, instructions, sizeof instructions / sizeof *instructions);
}

int clinux_admit_devices(int group, const struct clinux_device_rule *rules, size_t count) {
  enum { head = 5, tail = 2, each = 6, most = 64 };
  if (count > most) return -E2BIG;
  struct bpf_insn instructions[head + each * most + tail] = {
      // access_type: the kind of device below, what is tried above.
      LOAD(BPF_W, BPF_REG_2, BPF_REG_1, offsetof(struct bpf_cgroup_dev_ctx, access_type)),
      COPY(BPF_REG_3, BPF_REG_2),
      SHIFT_RIGHT(BPF_REG_3, 16),
      LOAD(BPF_W, BPF_REG_4, BPF_REG_1, offsetof(struct bpf_cgroup_dev_ctx, major)),
      LOAD(BPF_W, BPF_REG_5, BPF_REG_1, offsetof(struct bpf_cgroup_dev_ctx, minor)),
  };
  uint32_t next = head;
  for (size_t i = 0; i < count; i++) {
    const struct clinux_device_rule *rule = &rules[i];
    int kind = rule->kind == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR;
    int access = 0;
    for (const char *letter = rule->access; *letter; letter++)
      access |= *letter == 'r' ? BPF_DEVCG_ACC_READ : *letter == 'w' ? BPF_DEVCG_ACC_WRITE : BPF_DEVCG_ACC_MKNOD;
    // Does nothing where what is tried is more than the rule grants, or of another device.
    struct bpf_insn rule_instructions[each] = {
        SKIP_IF(BPF_JSET, BPF_REG_3, ~access & 7, 5),
        SKIP_IF(BPF_JSET, BPF_REG_2, kind == BPF_DEVCG_DEV_BLOCK ? BPF_DEVCG_DEV_CHAR : BPF_DEVCG_DEV_BLOCK, 4),
        rule->major < 0 ? SKIP_IF(BPF_JSET, BPF_REG_4, 0, 3) : SKIP_IF(BPF_JNE, BPF_REG_4, rule->major, 3),
        rule->minor < 0 ? SKIP_IF(BPF_JSET, BPF_REG_5, 0, 2) : SKIP_IF(BPF_JNE, BPF_REG_5, rule->minor, 2),
        SET(BPF_REG_0, 1),
        EXIT,
    };
    memcpy(&instructions[next], rule_instructions, sizeof rule_instructions);
    next += each;
  }
  instructions[next++] = SET(BPF_REG_0, 0);
  instructions[next++] = EXIT;
  return attach(group, BPF_PROG_TYPE_CGROUP_DEVICE, BPF_CGROUP_DEVICE, instructions, next);
}
