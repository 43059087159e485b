#define _GNU_SOURCE
#include "CActs.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/single_threaded.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char **arguments;

// Runs before the Swift runtime starts (hence the priority), and takes from it two needs of files: looking for its
// backtracer it reads /proc/self/exe, and aborts in a tree without /proc; and its CommandLine reads /proc/self/maps.
__attribute__((constructor(101))) static void needNoFiles(int count, char **values) {
  (void)count;
  arguments = values;
  setenv("SWIFT_BACKTRACE", "enable=no,color=no,swift-backtrace=/nonexistent", 0);
}

char *const *cacts_arguments(void) { return arguments; }

static long result(long r) { return r < 0 ? -errno : r; }

long cacts_call(long number, long a, long b, long c, long d, long e, long f) {
  return result(syscall(number, a, b, c, d, e, f));
}

const char *cacts_error_name(int number) { return strerrorname_np(number); }

const char *cacts_signal_name(int number) { return sigabbrev_np(number); }

pid_t cacts_fork(void) {
  // Other threads may hold locks of the C library, which only fork(3) leaves in order.
  return (pid_t)result(__libc_single_threaded ? syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : fork());
}

int cacts_in_child(int (*body)(void *), void *context) {
  pid_t child = cacts_fork();
  if (child < 0) return child;
  if (child == 0) _exit(body(context));
  int status;
  while (wait4(child, &status, 0, NULL) < 0)
    if (errno != EINTR) return -errno;
  return status;
}

#if defined __x86_64__
#define NATIVE_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define NATIVE_ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined __riscv
#define NATIVE_ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

int cacts_filter(const int *numbers, int count, unsigned answer) {
  struct sock_filter program[2 * count + 5], *next = program;
  *next++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  *next++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCHITECTURE, 1, 0);
  *next++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  *next++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (int i = 0; i < count; i++) {
    *next++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)numbers[i], 0, 1);
    *next++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer);
  }
  *next++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog filter = {.len = (unsigned short)(next - program), .filter = program};
  if (!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) return 0;
  // Without CAP_SYS_ADMIN only who gives up gaining privileges may have one.
  if (errno != EACCES || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -errno;
  return (int)result(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter));
}

int cacts_shield_from(long number) {
  int call = (int)number;
  return cacts_filter(&call, 1, SECCOMP_RET_TRACE);
}

_Noreturn void cacts_exit_thread(int status) {
  syscall(SYS_exit, status);
  __builtin_trap();  // Denied, too.
}

long cacts_foreign_getpid(void) {
#ifdef __x86_64__
  long r;
  __asm__ volatile("int $0x80" : "=a"(r) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
  return r;
#else
  return -ENOTSUP;
#endif
}

int cacts_notify(const char *message, int descriptor) {
  const char *path = getenv("NOTIFY_SOCKET");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (!path || strlen(path) >= sizeof address.sun_path) return -ENOENT;
  strcpy(address.sun_path, path);
  if (*path == '@') *address.sun_path = 0;

  struct iovec text = {.iov_base = (void *)message, .iov_len = strlen(message)};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } control = {.header = {
      .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))}};
  memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
  struct msghdr envelope = {
      .msg_name = &address,
      .msg_namelen = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path)),
      .msg_iov = &text,
      .msg_iovlen = 1,
      .msg_control = descriptor < 0 ? NULL : &control,
      .msg_controllen = descriptor < 0 ? 0 : sizeof control,
  };
  int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return -errno;
  int answer = (int)result(sendmsg(socket_, &envelope, MSG_NOSIGNAL) < 0 ? -1 : 0);
  close(socket_);
  return answer;
}

int cacts_close_from(posix_spawn_file_actions_t *actions, int lowest) {
  return posix_spawn_file_actions_addclosefrom_np(actions, lowest);
}
