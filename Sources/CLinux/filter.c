#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "CLinux.h"

// A filter of system calls (seccomp(2)) for all of a lab's processes. It refuses what no namespace contains: writable
// views of file systems that are the machine's, and root's own keyrings, which belong to the user and not to the lab.
// What the filter itself cannot see, because it stands behind a pointer, the lab's keeper looks at.

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#define OTHER AUDIT_ARCH_I386
// mount, syslog, add_key, request_key, keyctl, fsopen, fspick (arch/x86/entry/syscalls/syscall_32.tbl).
#define OTHER_CALLS {21, 103, 286, 287, 288, 430, 433}
#define FIRST_FOREIGN_CALL 0x40000000
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#define OTHER AUDIT_ARCH_ARM
// The same (arch/arm/tools/syscall.tbl).
#define OTHER_CALLS {21, 103, 309, 310, 311, 430, 433}
#endif

// What a thread, a process or a session has for itself is named -1, -2, -3 (keyctl(2)).
#define USER_KEYRING ((uint32_t)KEY_SPEC_USER_KEYRING)
#define USER_SESSION_KEYRING ((uint32_t)KEY_SPEC_USER_SESSION_KEYRING)

#ifdef NATIVE

struct filter {
  struct sock_filter instructions[256];
  unsigned short count;
  // What happens to a call that the keeper has to look at.
  uint32_t look;
};

static void add(struct filter *filter, struct sock_filter instruction) {
  filter->instructions[filter->count++] = instruction;
}

static void load(struct filter *filter, uint32_t offset) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
}

static void load_argument(struct filter *filter, int number) {
  // Little endian: the lower half first. The calls here take numbers of 32 bits.
  load(filter, (uint32_t)(offsetof(struct seccomp_data, args) + 8 * (size_t)number));
}

// Answers where the last loaded word compares so.
static void answer_if(struct filter *filter, uint16_t operator, uint32_t value, uint32_t action) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | operator| BPF_K, value, 0, 1));
  add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

static void answer(struct filter *filter, uint32_t action) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

// Begins the rules for a call or operation; finish() ends them.
static unsigned short begin(struct filter *filter, uint32_t value) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 0));
  return (unsigned short)(filter->count - 1);
}

static void finish(struct filter *filter, unsigned short beginning) {
  filter->instructions[beginning].jf = (unsigned char)(filter->count - beginning - 1);
}

static uint32_t refusal(int error) { return SECCOMP_RET_ERRNO | (uint32_t)error; }

// A key or keyring that is named by an argument: root's own are refused, others by their number are looked at.
static void judge_key(struct filter *filter, int argument) {
  load_argument(filter, argument);
  answer_if(filter, BPF_JEQ, USER_KEYRING, refusal(EPERM));
  answer_if(filter, BPF_JEQ, USER_SESSION_KEYRING, refusal(EPERM));
  // Negative ones are the process's own; 0 is none.
  answer_if(filter, BPF_JSET, 0x80000000, SECCOMP_RET_ALLOW);
  answer_if(filter, BPF_JEQ, 0, SECCOMP_RET_ALLOW);
  answer(filter, filter->look);
}

static void judge_mounts(struct filter *filter) {
  unsigned short call = begin(filter, SYS_mount);
  load_argument(filter, 3);
  // One mount of what is mounted already, and read-only views, change nothing of the machine.
  answer_if(filter, BPF_JSET, MS_BIND, SECCOMP_RET_ALLOW);
  answer_if(filter, BPF_JSET, MS_RDONLY, SECCOMP_RET_ALLOW);
  // A whole file system made writable again.
  answer_if(filter, BPF_JSET, MS_REMOUNT, refusal(EPERM));
  answer_if(filter, BPF_JSET, MS_MOVE, SECCOMP_RET_ALLOW);
  // Flags of old may come with a mark in the bits that now say how mounts propagate.
  add(filter, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, MS_MGC_MSK));
  answer_if(filter, BPF_JEQ, MS_MGC_VAL, filter->look);
  answer_if(filter, BPF_JSET, MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE, SECCOMP_RET_ALLOW);
  answer(filter, filter->look);
  finish(filter, call);

  call = begin(filter, SYS_fsopen);
  answer(filter, filter->look);
  finish(filter, call);

  // Programs have mount(2) as well, and use it where this is not there.
  call = begin(filter, SYS_fspick);
  answer(filter, refusal(ENOSYS));
  finish(filter, call);
}

static void judge_keys(struct filter *filter) {
  unsigned short call = begin(filter, SYS_add_key);
  judge_key(filter, 4);
  finish(filter, call);

  call = begin(filter, SYS_request_key);
  judge_key(filter, 3);
  finish(filter, call);

  call = begin(filter, SYS_keyctl);
  // Operations that change something, and which argument says what.
  static const struct {
    uint32_t operation;
    int argument;
  } changes[] = {
      {KEYCTL_UPDATE, 1}, {KEYCTL_REVOKE, 1}, {KEYCTL_CHOWN, 1}, {KEYCTL_SETPERM, 1}, {KEYCTL_CLEAR, 1},
      {KEYCTL_LINK, 2}, {KEYCTL_UNLINK, 2}, {KEYCTL_INSTANTIATE, 4}, {KEYCTL_INSTANTIATE_IOV, 4},
      {KEYCTL_SET_TIMEOUT, 1}, {KEYCTL_INVALIDATE, 1}, {KEYCTL_RESTRICT_KEYRING, 1}, {KEYCTL_MOVE, 3},
  };
  for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
    load_argument(filter, 0);
    unsigned short operation = begin(filter, changes[i].operation);
    judge_key(filter, changes[i].argument);
    finish(filter, operation);
  }
  load_argument(filter, 0);
  // A keyring that stays for days after its user.
  answer_if(filter, BPF_JEQ, KEYCTL_GET_PERSISTENT, refusal(EPERM));
  answer(filter, SECCOMP_RET_ALLOW);
  finish(filter, call);
}

// The kernel's log is one for all: it may be read, and not be emptied nor taken from, nor what of it goes to the console be
// changed (syslog(2)).
static void judge_log(struct filter *filter) {
  unsigned short call = begin(filter, SYS_syslog);
  load_argument(filter, 0);
  static const uint32_t changes[] = {2 /* READ */, 4 /* READ_CLEAR */, 5 /* CLEAR */, 6 /* OFF */, 7 /* ON */};
  for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
    answer_if(filter, BPF_JEQ, changes[i], refusal(EPERM));
  unsigned short level = begin(filter, 8);
  load_argument(filter, 2);
  // Other levels than these are refused by the kernel itself, and tell who may change it from who may not.
  answer_if(filter, BPF_JEQ, 0, SECCOMP_RET_ALLOW);
  answer_if(filter, BPF_JGT, 8, SECCOMP_RET_ALLOW);
  answer(filter, refusal(EPERM));
  finish(filter, level);
  answer(filter, SECCOMP_RET_ALLOW);
  finish(filter, call);
}

static void build(struct filter *filter, unsigned confined, uint32_t look) {
  static const uint32_t others[] = OTHER_CALLS;
  filter->count = 0;
  filter->look = look;
  load(filter, offsetof(struct seccomp_data, arch));
  unsigned short other = begin(filter, OTHER);
  load(filter, offsetof(struct seccomp_data, nr));
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    answer_if(filter, BPF_JEQ, others[i], refusal(ENOSYS));
  answer(filter, SECCOMP_RET_ALLOW);
  finish(filter, other);
  load(filter, offsetof(struct seccomp_data, nr));
#ifdef FIRST_FOREIGN_CALL
  answer_if(filter, BPF_JGE, FIRST_FOREIGN_CALL, refusal(ENOSYS));
#endif
  if (confined & clinux_confine_mounts) judge_mounts(filter);
  if (confined & clinux_confine_keys) judge_keys(filter);
  if (confined & clinux_confine_log) judge_log(filter);
  answer(filter, SECCOMP_RET_ALLOW);
}

int clinux_confine_calls(unsigned confined) {
  // Without privileges of its own over the process a filter would need no_new_privs, which no lab's process has.
  struct filter filter;
  build(&filter, confined, SECCOMP_RET_USER_NOTIF);
  struct sock_fprog program = {.len = filter.count, .filter = filter.instructions};
  int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  if (listener >= 0) {
    fcntl(listener, F_SETFD, FD_CLOEXEC);
    return listener;
  }
  if (errno != EBUSY) return -errno;
  // A lab in a lab: the outer one's keeper looks at all that this one's would.
  build(&filter, confined, SECCOMP_RET_ALLOW);
  program.len = filter.count;
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0 ? -errno : -EBUSY;
}

// File systems of which the machine has one for everybody.
static bool is_the_machines(const char *type) {
  static const char *const types[] = {
      "sysfs", "debugfs", "tracefs", "configfs", "devtmpfs", "efivarfs", "pstore", "binfmt_misc", "resctrl",
      "selinuxfs", "smackfs", "fusectl",
  };
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strcmp(type, types[i]) == 0) return true;
  return false;
}

static void copy_text(pid_t pid, uint64_t address, char *text, size_t size) {
  memset(text, 0, size);
  // A text may end just before a page that is not there.
  for (size_t done = 0; done < size - 1; done++) {
    struct iovec here = {text + done, 1}, there = {(void *)(uintptr_t)(address + done), 1};
    if (process_vm_readv(pid, &here, 1, &there, 1, 0) != 1 || text[done] == 0) return;
  }
}

// Whether a key is a user's keyring: "keyring;0;0;1f3f0000;_uid.0" (keyctl_describe(3)).
static bool is_a_users(int32_t key) {
  char description[256] = {0};
  if (syscall(SYS_keyctl, KEYCTL_DESCRIBE, key, description, sizeof description - 1) < 0) return false;
  const char *name = strrchr(description, ';');
  return strncmp(description, "keyring;", 8) == 0 && name
         && (strncmp(name, ";_uid", 5) == 0 || strncmp(name, ";_persistent.", 13) == 0);
}

static int32_t named_key(const struct seccomp_data *call) {
  if (call->nr == SYS_add_key) return (int32_t)call->args[4];
  if (call->nr == SYS_request_key) return (int32_t)call->args[3];
  switch ((int)call->args[0]) {
    case KEYCTL_LINK:
    case KEYCTL_UNLINK: return (int32_t)call->args[2];
    case KEYCTL_MOVE: return (int32_t)call->args[3];
    case KEYCTL_INSTANTIATE:
    case KEYCTL_INSTANTIATE_IOV: return (int32_t)call->args[4];
    default: return (int32_t)call->args[1];
  }
}

void clinux_judge_call(int listener) {
  struct seccomp_notif call;
  memset(&call, 0, sizeof call);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0) return;
  struct seccomp_notif_resp response = {.id = call.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
  int error = 0;
  char type[32];
  switch (call.data.nr) {
    case SYS_mount:
      copy_text((pid_t)call.pid, call.data.args[2], type, sizeof type);
      if (is_the_machines(type)) error = EPERM;
      break;
    case SYS_fsopen:
      copy_text((pid_t)call.pid, call.data.args[0], type, sizeof type);
      if (is_the_machines(type)) error = ENOSYS;
      break;
    default:
      if (is_a_users(named_key(&call.data))) error = EPERM;
  }
  if (error != 0) {
    response.flags = 0;
    response.error = -error;
  }
  ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

#else

int clinux_confine_calls(unsigned confined) { return (void)confined, -ENOSYS; }
void clinux_judge_call(int listener) { (void)listener; }

#endif

int clinux_own_session_keyring(void) {
  if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0) return -errno;
  // As the first process of a machine finds it.
  int result = (int)syscall(SYS_keyctl, KEYCTL_LINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_SESSION_KEYRING);
  return result < 0 ? -errno : 0;
}

int clinux_send_descriptor(const char *path, int descriptor) {
  int sender = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (sender < 0) return -errno;
  int result = 0;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    close(sender);
    return -ENAMETOOLONG;
  }
  strcpy(address.sun_path, path);
  char text[] = "LISTENER=1";
  struct iovec content = {text, sizeof text - 1};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  struct msghdr message = {
      .msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &content, .msg_iovlen = 1,
      .msg_control = &control, .msg_controllen = sizeof control,
  };
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  if (sendmsg(sender, &message, 0) < 0) result = -errno;
  close(sender);
  return result;
}

// Whether a descriptor is what seccomp(2) gives to whoever looks at calls: anybody may send others.
static bool is_listener(int descriptor) {
  char link[40], target[40] = {0};
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  return readlink(link, target, sizeof target - 1) > 0 && strcmp(target, "anon_inode:seccomp notify") == 0;
}

ssize_t clinux_receive(int socket, void *buffer, size_t size, int *listener) {
  *listener = -1;
  struct iovec content = {buffer, size};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(8 * sizeof(int))];
  } control;
  struct msghdr message = {
      .msg_iov = &content, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control,
  };
  ssize_t length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (length < 0) return -errno;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
      int descriptor;
      memcpy(&descriptor, CMSG_DATA(header) + i * sizeof(int), sizeof descriptor);
      if (*listener < 0 && is_listener(descriptor))
        *listener = descriptor;
      else
        close(descriptor);
    }
  }
  return length;
}
