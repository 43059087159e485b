#!/bin/bash
# The first process of a fresh lab's namespaces: init.sh LAYOUT TREE SCRATCH [HOSTNAME]
# Builds a throw-away copy of TREE, moves into it and becomes systemd. Every mount is made in here, so that all of it is
# gone with the last process. With a host name it plays a host: it starts what is enabled, and what was written stands in
# SCRATCH and is there when it boots again.
set -euo pipefail
layout=$1 tree=$2 scratch=$3 host=${4:-}

mount --make-rslave /
[ -n "$host" ] || mount -t tmpfs -o size=2G,mode=755 judge "$scratch"
mkdir -p "$scratch"/{upper,work,root}
mount -t overlay judge -o "lowerdir=$tree,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/root"
cd "$scratch/root"

# A machine of its own, that starts nothing by itself and touches nothing of the kernel it shares.
rm -f etc/machine-id
tr -d - < /proc/sys/kernel/random/uuid > etc/machine-id
echo "${host:-judge}" > etc/hostname
hostname "${host:-judge}"
for unit in systemd-{sysctl,binfmt,modules-load,timesyncd,udevd,udev-trigger,hwdb-update,firstboot,networkd,logind,remount-fs}.service \
  proc-sys-fs-binfmt_misc.automount systemd-tmpfiles-clean.timer apt-daily{,-upgrade}.timer dpkg-db-backup.timer \
  e2scrub_all.timer fstrim.timer man-db.timer getty.target console-getty.service; do
  ln -sf /dev/null "etc/systemd/system/$unit"
done
[ -n "$host" ] || ln -sf /lib/systemd/system/basic.target etc/systemd/system/default.target

mount -t proc proc proc
mount -t sysfs -o nosuid,noexec,nodev sysfs sys
mount -t tmpfs -o mode=755,nosuid tmpfs dev
mkdir dev/{pts,shm,mqueue}
while read -r node major minor; do mknod -m 666 "dev/$node" c "$major" "$minor"; done <<'DEVICES'
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
kmsg 1 11
DEVICES
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
: > dev/console
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp

if [ "$layout" = unified ]; then
  mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup
else
  mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
  mkdir sys/fs/cgroup/{systemd,unified,pids,memory,devices}
  mount -t cgroup2 cgroup2 sys/fs/cgroup/unified
  mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
  for controller in pids memory devices; do mount -t cgroup -o "$controller" cgroup "sys/fs/cgroup/$controller"; done
  # systemd 256 and 257 want to be told that the old layout is meant.
  export SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1
  export SYSTEMD_PROC_CMDLINE='systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1'
fi

ip link set lo up
mkdir .outside
pivot_root . .outside
cd /
umount -l /.outside
rmdir /.outside
export container=judge
exec /lib/systemd/systemd < /dev/null
