#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <locale.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <wchar.h>

#include "CLinux.h"

int clinux_pidfd_open(pid_t pid) {
  int descriptor = (int)syscall(SYS_pidfd_open, pid, 0);
  return descriptor < 0 ? -errno : descriptor;
}

int clinux_pidfd_send_signal(int pidfd, int signal) {
  return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) < 0 ? -errno : 0;
}

int clinux_open_in_root(int root, const char *path, int flags, mode_t mode) {
  struct open_how how = {
      .flags = (uint64_t)flags | O_CLOEXEC,
      .mode = mode,
      .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
  };
  int descriptor = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
  return descriptor < 0 ? -errno : descriptor;
}

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0; }

int clinux_unshare(int namespaces) { return unshare(namespaces) < 0 ? -errno : 0; }

int clinux_setns(int descriptor, int namespaces) { return setns(descriptor, namespaces) < 0 ? -errno : 0; }

int clinux_pivot_to_current_directory(void) {
  // The old root ends up on top of the new one, in the same place, and is taken off (pivot_root(2), "pivot_root(".", ".")").
  if (syscall(SYS_pivot_root, ".", ".") < 0) return -errno;
  if (umount2(".", MNT_DETACH) < 0) return -errno;
  return chdir("/") < 0 ? -errno : 0;
}

// Whether two descriptors are the same directory, seen through the same mount.
static bool is_same_place(int one, int other) {
  struct statx first, second;
  if (statx(one, "", AT_EMPTY_PATH, STATX_INO | STATX_MNT_ID, &first) < 0) return false;
  if (statx(other, "", AT_EMPTY_PATH, STATX_INO | STATX_MNT_ID, &second) < 0) return false;
  return first.stx_ino == second.stx_ino && first.stx_dev_major == second.stx_dev_major &&
         first.stx_dev_minor == second.stx_dev_minor && first.stx_mnt_id == second.stx_mnt_id;
}

// Makes a directory a mount, and that the root of the mount namespace.
static int pivot_to(int root) {
  int tree = open_tree(root, "", AT_EMPTY_PATH | AT_RECURSIVE | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  if (tree < 0) return -errno;
  int result = 0;
  if (move_mount(tree, "", root, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0 || fchdir(tree) < 0)
    result = -errno;
  else
    result = clinux_pivot_to_current_directory();
  close(tree);
  return result;
}

int clinux_take_nice_value_of(pid_t process) {
  errno = 0;
  int value = getpriority(PRIO_PROCESS, process);
  return errno == 0 && setpriority(PRIO_PROCESS, 0, value) == 0 ? 0 : -errno;
}

int clinux_detach_mounts(void) {
  int namespace = open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC);
  if (namespace < 0) return -errno;
  int old = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC), new = -1, result = 0;
  // To join a namespace is to go to its root, whatever the root of the process was. The kernel admits that where no
  // other thread shares the root.
  if (old < 0 || unshare(CLONE_FS) < 0 || setns(namespace, CLONE_NEWNS) < 0 ||
      mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0 || (new = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)) < 0)
    result = -errno;
  else if (!is_same_place(old, new))
    result = pivot_to(old);
  if (new >= 0) close(new);
  if (old >= 0) close(old);
  close(namespace);
  return result;
}

int clinux_drop_capability(unsigned capability) { return prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 ? -errno : 0; }

int clinux_child_status(const siginfo_t *information) { return information->si_status; }

int clinux_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 ? -errno : 0; }

int clinux_raise_loopback(void) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -errno;
  struct ifreq request = {.ifr_flags = IFF_UP};
  strcpy(request.ifr_name, "lo");
  int result = ioctl(descriptor, SIOCSIFFLAGS, &request) < 0 ? -errno : 0;
  close(descriptor);
  return result;
}

int clinux_remove_semaphores(int identifier) { return semctl(identifier, 0, IPC_RMID) < 0 ? -errno : 0; }

const char *clinux_signal_name(int signal) { return sigabbrev_np(signal); }

static locale_t unicode;

static void make_unicode(void) { unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

int clinux_columns(uint32_t character) {
  // Services and timers run in the locale "C", which knows no more than ASCII. This one is built into glibc.
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_unicode);
  locale_t before = uselocale(unicode);
  int columns = wcwidth((wchar_t)character);
  uselocale(before);
  return columns;
}

dev_t clinux_device(unsigned major, unsigned minor) { return makedev(major, minor); }

bool clinux_is_whiteout(mode_t mode, dev_t device) { return S_ISCHR(mode) && device == makedev(0, 0); }

int clinux_make_mutable(int directory, const char *name) {
  int file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return -errno;
  int flags = 0, result = 0;
  // A file system without such marks has none.
  if (ioctl(file, FS_IOC_GETFLAGS, &flags) == 0 && flags & (FS_IMMUTABLE_FL | FS_APPEND_FL)) {
    flags &= ~(FS_IMMUTABLE_FL | FS_APPEND_FL);
    if (ioctl(file, FS_IOC_SETFLAGS, &flags) < 0) result = -errno;
  }
  close(file);
  return result;
}
