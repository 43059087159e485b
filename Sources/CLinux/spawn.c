#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CLinux.h"

static void termination_signals(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGHUP);
  sigaddset(set, SIGINT);
  sigaddset(set, SIGTERM);
}

// Runs in the child, which has one thread and a copy of memory in unknown state, held locks included: nothing but
// system calls (libc's sigaction, for one, takes a lock). Answers why it
// did not become the program; *status is where to report that, and moves.
static int become(const struct clinux_program *program, int *status) {
  enum { report = 3 };
  int descriptors[3];
  // Out of the way first, so that no dup2 overwrites one that is still to be moved.
  for (int i = 0; i < 3; i++)
    if ((descriptors[i] = fcntl(program->descriptors[i], F_DUPFD, 10)) < 0) return errno;
  int moved = fcntl(*status, F_DUPFD, 10);
  if (moved < 0) return errno;
  *status = moved;
  for (int i = 0; i < 3; i++)
    if (dup2(descriptors[i], i) < 0) return errno;
  if (dup3(moved, report, O_CLOEXEC) < 0) return errno;
  *status = report;
  if (syscall(SYS_close_range, report + 1, ~0U, 0) < 0) return errno;

  setsid();
  sigset_t blocked;
  sigemptyset(&blocked);
  if (program->blocks_termination) termination_signals(&blocked);
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  execve(program->path, program->arguments, program->environment);
  return errno;
}

pid_t clinux_spawn(const struct clinux_program *program, int *pidfd) {
  int status[2];
  if (pipe2(status, O_CLOEXEC) < 0) return -errno;

  int descriptor = -1;
  struct clone_args how = {
      // This process's signal handlers are none of the child's.
      .flags = program->namespaces | CLONE_PIDFD | CLONE_CLEAR_SIGHAND,
      .pidfd = (uint64_t)(uintptr_t)&descriptor,
      .exit_signal = SIGCHLD,
  };
  pid_t pid = (pid_t)syscall(SYS_clone3, &how, sizeof how);
  int cloned = errno;
  if (pid == 0) {
    int error = become(program, &status[1]);
    (void)!write(status[1], &error, sizeof error);
    _exit(127);
  }
  close(status[1]);
  if (pid < 0) {
    close(status[0]);
    return -cloned;
  }

  // Closed by execve(2), or a number: why there was none.
  int error = 0;
  ssize_t length;
  do length = read(status[0], &error, sizeof error);
  while (length < 0 && errno == EINTR);
  close(status[0]);
  if (length == sizeof error) {
    waitpid(pid, NULL, 0);
    close(descriptor);
    return -error;
  }
  *pidfd = descriptor;
  return pid;
}

int clinux_termination_descriptor(void) {
  sigset_t set;
  termination_signals(&set);
  int descriptor = signalfd(-1, &set, SFD_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

int clinux_run_attended(const char *path, char *const *arguments) {
  pid_t child = fork();
  if (child < 0) return -errno;
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv(path, arguments);
    _exit(127);
  }
  int status;
  while (true) {
    if (waitpid(child, &status, WUNTRACED) < 0) {
      if (errno == EINTR) continue;
      return -errno;
    }
    if (!WIFSTOPPED(status)) break;
    if (WSTOPSIG(status) == SIGSTOP) kill(child, SIGCONT);
  }
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  signal(WTERMSIG(status), SIG_DFL);
  kill(getpid(), WTERMSIG(status));
  return 128 + WTERMSIG(status);
}
