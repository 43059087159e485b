#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/fanotify.h>
#include <unistd.h>

#include "CLinux.h"

int clinux_watch_opens(const char *path) {
  int watch = fanotify_init(FAN_CLASS_NOTIF | FAN_NONBLOCK | FAN_CLOEXEC, O_RDONLY | O_CLOEXEC);
  if (watch < 0) return -errno;
  if (fanotify_mark(watch, FAN_MARK_ADD | FAN_MARK_FILESYSTEM, FAN_OPEN, AT_FDCWD, path) < 0) {
    int error = errno;
    close(watch);
    return -error;
  }
  return watch;
}

int clinux_next_opens(int watch, struct clinux_open *opens, int most) {
  // Room for one event at least; the kernel gives whole ones only.
  char buffer[sizeof(struct fanotify_event_metadata) * 64];
  size_t room = most < 64 ? sizeof(struct fanotify_event_metadata) * (size_t)most : sizeof buffer;
  ssize_t length = read(watch, buffer, room);
  if (length < 0) return errno == EAGAIN ? 0 : -errno;
  int count = 0;
  struct fanotify_event_metadata *event = (struct fanotify_event_metadata *)buffer;
  for (; FAN_EVENT_OK(event, length); event = FAN_EVENT_NEXT(event, length)) {
    if (event->fd < 0) continue;
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", event->fd);
    ssize_t end = readlink(link, opens[count].path, sizeof opens[count].path - 1);
    close(event->fd);
    opens[count].path[end < 0 ? 0 : end] = 0;
    opens[count].pid = event->pid;
    count++;
  }
  return count;
}
