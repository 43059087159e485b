#pragma once
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/types.h>
#include <sys/xattr.h>

// The system calls that Cinch needs and that Swift cannot make itself: what has to happen between clone(2) and
// execve(2), where no Swift code may run, and calls without a wrapper in libc or with variable arguments.
// All of them answer as system calls in the kernel do: a negative number is an error, with its sign changed.

// How to start a program.
struct clinux_program {
  const char *_Nonnull path;
  char *_Nullable const *_Nonnull arguments;
  char *_Nullable const *_Nonnull environment;
  // CLONE_NEW* of the namespaces it gets for itself (namespaces(7)).
  uint64_t namespaces;
  // What becomes its descriptors 0, 1 and 2; no other descriptor stays open.
  int descriptors[3];
  // Whether SIGHUP, SIGINT and SIGTERM stay blocked in it, for signalfd(2).
  bool blocks_termination;
};

// Starts a program as the leader of a session of its own. Returns its process ID once execve(2) succeeded, and in
// *pidfd a descriptor of it.
pid_t clinux_spawn(const struct clinux_program *_Nonnull program, int *_Nonnull pidfd);

// Runs a program as a child that dies with this thread, and waits for its end: its exit status, or the same signal for this
// process. A child that is stopped goes on: nsenter(1) stops itself where the command that it waits for is stopped, and a
// systemd that shuts down stops all processes that it sees, but lets only those go on. The result is -errno where nothing
// could be started.
int clinux_run_attended(const char *_Nonnull path, char *const _Nullable *_Nonnull arguments);

// A descriptor of a process (pidfd_open(2)).
int clinux_pidfd_open(pid_t pid);

// Sends a signal to exactly the process that a descriptor names (pidfd_send_signal(2)).
int clinux_pidfd_send_signal(int pidfd, int signal);

// Opens a path with a directory as the root that no symbolic link leads out of (openat2(2), RESOLVE_IN_ROOT).
int clinux_open_in_root(int root, const char *_Nonnull path, int flags, mode_t mode);

// A pipe that no program inherits (pipe2(2)).
int clinux_pipe(int ends[_Nonnull 2]);

// Leaves namespaces for new ones, or joins those behind a descriptor; the calling thread alone (unshare(2), setns(2)).
int clinux_unshare(int namespaces);
int clinux_setns(int descriptor, int namespaces);

// Makes the current directory the root of the mount namespace and lets go of the old root (pivot_root(2)).
int clinux_pivot_to_current_directory(void);

// In a mount namespace of the process's own: keeps what is mounted in it from others, and where the process is in a
// chroot(2), makes that the root of the namespace. Else whoever joins the namespace later would stand outside of the
// chroot, and so would whoever leaves a chroot in it.
int clinux_detach_mounts(void);

// Gives the calling thread the nice value of another process's first thread (setpriority(2)). Where a process starts others
// from threads whose priority its run-time library has changed, they begin with that, whatever nice(1) the process has.
int clinux_take_nice_value_of(pid_t process);

// Takes a capability out of the bounding set of the calling thread for good (PR_CAPBSET_DROP).
int clinux_drop_capability(unsigned capability);

// A descriptor that becomes readable on SIGHUP, SIGINT and SIGTERM, which have to be blocked.
int clinux_termination_descriptor(void);

// The exit status or signal that waitid(2) reported.
int clinux_child_status(const siginfo_t *_Nonnull information);

// Has the kernel kill this process when the *thread* that started it ends (PR_SET_PDEATHSIG). The wish belongs to the
// calling thread alone: it stays only when that is the one which calls execve(2).
int clinux_die_with_parent(void);

// Brings the loopback interface of the network namespace up.
int clinux_raise_loopback(void);

// Removes a set of semaphores (semctl(2), IPC_RMID).
int clinux_remove_semaphores(int identifier);

// The name of a signal without its SIG (sigabbrev_np(3)); null for a number that has none.
const char *_Nullable clinux_signal_name(int signal);

// How many columns of a terminal a character takes (wcwidth(3)), whatever the locale is; negative for one that is not
// printed.
int clinux_columns(uint32_t character);

// The number of a device (makedev(3)).
dev_t clinux_device(unsigned major, unsigned minor);

// Whether a file is the overlay file system's mark for a deleted name: a character device 0:0.
bool clinux_is_whiteout(mode_t mode, dev_t device);

// Takes the marks off a file or directory by which nobody may change it, or only add to it (ioctl_iflags(2)); 0 where there
// are none.
int clinux_make_mutable(int directory, const char *_Nonnull name);

// A file that was opened: by whom, as this process numbers it, and its path in its file system.
struct clinux_open {
  pid_t pid;
  char path[256];
};

// A descriptor that hears of every file opened in the file system of a path, whatever mount shows it (fanotify(7)).
int clinux_watch_opens(const char *_Nonnull path);

// What it has heard since, at most so much at once; returns how much, 0 where there is no more.
int clinux_next_opens(int watch, struct clinux_open *_Nonnull opens, int most);

// Which Unix sockets of a network namespace, the one at a path such as /proc/1/ns/net, are connected: pairs of inodes, a
// socket's and its peer's. Answers how many pairs, or the negative error number.
int clinux_unix_peers(const char *_Nonnull network, uint64_t *_Nonnull pairs, int most);

// A number that changes with the links, addresses, routes, routing rules and packet filters of the calling thread's network
// namespace (rtnetlink(7)).
int clinux_network_digest(uint64_t *_Nonnull digest);

// Has the kernel refuse, for every process of a v2 control group and of those below it, to write a setting of the kernel
// (/proc/sys) through whatever mount, but for the host name, the domain name and, where it has its own, the network's.
int clinux_keep_kernel_settings(int group, bool with_network);

// A device, or all of a kind or a major number (negative), and what may be done with it: letters of "rwm".
struct clinux_device_rule {
  char kind;
  int major;
  int minor;
  const char *_Nonnull access;
};

// Has the kernel refuse, for every process of a v2 control group and of those below it, every device that no rule admits.
int clinux_admit_devices(int group, const struct clinux_device_rule *_Nonnull rules, size_t count);

// What clinux_confine_calls() refuses: writable views of the machine's own file systems, changes of users' keyrings, and
// changes of the kernel's log.
enum { clinux_confine_mounts = 1, clinux_confine_keys = 2, clinux_confine_log = 4 };

// Refuses that to the calling thread and to all that it will start. Answers the descriptor on which calls wait to be
// judged; -EBUSY where somebody else judges them already.
int clinux_confine_calls(unsigned confined);

// Judges one call that waits on such a descriptor.
void clinux_judge_call(int listener);

// Leaves the session keyring of whoever started this process for a new one, from which the user's is found (keyctl(2)).
int clinux_own_session_keyring(void);

// Sends a descriptor to a datagram socket (unix(7)).
int clinux_send_descriptor(const char *_Nonnull path, int descriptor);

// Takes a datagram, and in *listener a descriptor for clinux_judge_call() that came with it; -1 where none did.
ssize_t clinux_receive(int socket, void *_Nonnull buffer, size_t size, int *_Nonnull listener);
