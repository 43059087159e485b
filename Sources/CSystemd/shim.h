#pragma once
// Not in Swift's Glibc module, and what wakes a thread that waits for a bus.
#include <sys/eventfd.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>
