#pragma once
// The system headers here are not in Swift's Glibc module.
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <linux/sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

/// The exit status of a child, whatever signals interrupt the wait.
static inline int cinch_wait(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return errno;
  return WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}

/// Connects to a socket as a process of another process's PID namespace, and returns the connection or a negative errno.
///
/// systemd asks the kernel who is at the other end, and turns away whom it cannot see. What it is told is who called
/// connect(2): so a child does that, which enters the namespace only for its own children, and they share the socket.
/// Between fork and exit they call nothing that is unsafe after a fork of many threads.
static inline int cinch_connect_inside(pid_t leader, const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -ENAMETOOLONG;
  strcpy(address.sun_path, path);
  char name[64];
  snprintf(name, sizeof name, "/proc/%d/ns/pid", (int)leader);
  int space = open(name, O_RDONLY | O_CLOEXEC);
  if (space < 0) return -errno;
  int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int failure = connection < 0 ? errno : 0;
  if (!failure) {
    pid_t child = fork();
    if (child == 0) {
      if (syscall(SYS_setns, space, CLONE_NEWPID) < 0) _exit(errno);
      pid_t inner = fork();
      if (inner == 0) _exit(connect(connection, (struct sockaddr *)&address, sizeof address) < 0 ? errno : 0);
      _exit(inner < 0 ? errno : cinch_wait(inner));
    }
    failure = child < 0 ? errno : cinch_wait(child);
  }
  close(space);
  if (!failure) return connection;
  if (connection >= 0) close(connection);
  return -failure;
}
