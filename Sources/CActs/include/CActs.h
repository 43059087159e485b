// What Swift cannot say itself: variadic calls, fork, inline assembly, control messages. Nothing here decides anything.
#pragma once

#include <spawn.h>
#include <sys/types.h>

/// The program's name and arguments, with a null after the last, without asking /proc for them.
char *const *cacts_arguments(void);

/// A system call by number; its result, or the negative error number.
long cacts_call(long number, long a, long b, long c, long d, long e, long f);

/// The name of an error number, "EPERM"; null where it has none.
const char *cacts_error_name(int number);

/// The name of a signal without its prefix, "SYS"; null where it has none.
const char *cacts_signal_name(int number);

/// A new process; where there is only one thread, by a bare clone(2): fork(3) makes further system calls, which a sandbox
/// may deny on their own. Answers 0 in the child, its process ID in the parent, or the negative error number. A child so
/// made must not raise(3): the C library does not know its thread's ID.
pid_t cacts_fork(void);

/// Runs a function in a child process, which exits with what it returns. Answers the wait status of waitpid(2), or the
/// negative error number where no child could be made or awaited.
int cacts_in_child(int (*body)(void *), void *context);

/// Has a seccomp filter give this answer (SECCOMP_RET_ERRNO …, seccomp(2)) to these system calls of this process, for good.
/// Answers 0 or the negative error number.
int cacts_filter(const int *numbers, int count, unsigned answer);

/// Forbids this process one system call in a way that yields to whatever the seccomp filters of a sandbox have to say:
/// the call is skipped and answers ENOSYS (SECCOMP_RET_TRACE without a tracer), but an error or a kill that another
/// filter wants takes precedence (seccomp(2)). Answers 0 or the negative error number.
int cacts_shield_from(long number);

/// Ends this process by exit(2), which ends only its one thread, instead of exit_group(2).
_Noreturn void cacts_exit_thread(int status);

/// getpid(2) in the processor's older architecture (int 0x80 on x86). Answers its result or the negative error number,
/// -ENOTSUP where there is no such architecture. A kernel built without it raises SIGSEGV.
long cacts_foreign_getpid(void);

/// Sends a message to the manager's notify socket (sd_notify(3)) and, where it is not negative, a descriptor with it.
/// Answers 0 or the negative error number, -ENOENT where the environment names no socket.
int cacts_notify(const char *message, int descriptor);

/// Has a program that is spawned close every descriptor from this one on (posix_spawn_file_actions_addclosefrom_np(3), which
/// glibc declares only for _GNU_SOURCE, and so not for every Swift). Answers 0 or an error number.
int cacts_close_from(posix_spawn_file_actions_t *actions, int lowest);
