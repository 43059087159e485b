#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CLinux.h"

static void mix(uint64_t *digest, const void *bytes, size_t length) {
  // FNV-1a.
  for (size_t i = 0; i < length; i++) *digest = (*digest ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3ull;
}

// The attributes of a message, without those that count or tell the time.
static void mix_attributes(uint64_t *digest, const struct rtattr *attribute, int length, unsigned skipped) {
  for (; RTA_OK(attribute, length); attribute = RTA_NEXT(attribute, length))
    if (attribute->rta_type != skipped) mix(digest, attribute, attribute->rta_len);
}

static void mix_message(uint64_t *digest, const struct nlmsghdr *message) {
  const char *data = NLMSG_DATA(message);
  int length = (int)NLMSG_PAYLOAD(message, 0);
  switch (message->nlmsg_type) {
    case RTM_NEWLINK: {
      const struct ifinfomsg *link = (const void *)data;
      unsigned up = link->ifi_flags & 1;
      mix(digest, &link->ifi_index, sizeof link->ifi_index);
      mix(digest, &up, sizeof up);
      break;
    }
    case RTM_NEWADDR:
      mix(digest, data, sizeof(struct ifaddrmsg));
      mix_attributes(digest, (const void *)(data + NLMSG_ALIGN(sizeof(struct ifaddrmsg))),
                     length - (int)NLMSG_ALIGN(sizeof(struct ifaddrmsg)), IFA_CACHEINFO);
      break;
    case RTM_NEWROUTE:
    case RTM_NEWRULE:
      mix(digest, data, sizeof(struct rtmsg));
      mix_attributes(digest, (const void *)(data + NLMSG_ALIGN(sizeof(struct rtmsg))),
                     length - (int)NLMSG_ALIGN(sizeof(struct rtmsg)), RTA_CACHEINFO);
      break;
    case NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWGEN: {
      const struct rtattr *attribute = (const void *)(data + NLMSG_ALIGN(sizeof(struct nfgenmsg)));
      int rest = length - (int)NLMSG_ALIGN(sizeof(struct nfgenmsg));
      for (; RTA_OK(attribute, rest); attribute = RTA_NEXT(attribute, rest))
        if (attribute->rta_type == NFTA_GEN_ID) mix(digest, attribute, attribute->rta_len);
      break;
    }
    default: break;
  }
}

// Asks one question; what the kernel does not know adds nothing.
static int ask(uint64_t *digest, int protocol, uint16_t type, uint16_t flags) {
  int link = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
  if (link < 0) return errno == EPROTONOSUPPORT ? 0 : -errno;
  struct {
    struct nlmsghdr header;
    char body[16];
  } question = {.header = {.nlmsg_len = sizeof question, .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags}};
  if (protocol == NETLINK_NETFILTER) question.header.nlmsg_len = NLMSG_LENGTH(sizeof(struct nfgenmsg));
  int result = send(link, &question, question.header.nlmsg_len, 0) < 0 ? -errno : 0;
  static _Thread_local char buffer[64 * 1024];
  int more = result == 0;
  while (more) {
    ssize_t length = recv(link, buffer, sizeof buffer, 0);
    if (length <= 0) {
      result = -errno;
      break;
    }
    struct nlmsghdr *message = (struct nlmsghdr *)buffer;
    more = (flags & NLM_F_DUMP) != 0;
    for (; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
      if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) {
        more = 0;
        break;
      }
      mix_message(digest, message);
    }
  }
  close(link);
  return result;
}

int clinux_network_digest(uint64_t *digest) {
  static const uint16_t lists[] = {RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE, RTM_GETRULE};
  *digest = 0xcbf29ce484222325ull;
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    int result = ask(digest, NETLINK_ROUTE, lists[i], NLM_F_DUMP);
    if (result < 0) return result;
  }
  return ask(digest, NETLINK_NETFILTER, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETGEN, 0);
}

static int list_unix_peers(int link, uint64_t *pairs, int most) {
  struct {
    struct nlmsghdr header;
    struct unix_diag_req request;
  } question = {
      .header = {.nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .request = {.sdiag_family = AF_UNIX, .udiag_states = ~0u, .udiag_show = UDIAG_SHOW_PEER},
  };
  if (send(link, &question, sizeof question, 0) < 0) return -errno;
  char buffer[32 * 1024];
  int count = 0;
  for (;;) {
    ssize_t length = recv(link, buffer, sizeof buffer, 0);
    if (length <= 0) return length < 0 ? -errno : count;
    for (struct nlmsghdr *message = (struct nlmsghdr *)buffer; NLMSG_OK(message, length);
         message = NLMSG_NEXT(message, length)) {
      if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) return count;
      const struct unix_diag_msg *found = NLMSG_DATA(message);
      const struct rtattr *attribute = (const void *)(found + 1);
      int rest = (int)NLMSG_PAYLOAD(message, sizeof *found);
      for (; RTA_OK(attribute, rest) && count < most; attribute = RTA_NEXT(attribute, rest))
        if (attribute->rta_type == UNIX_DIAG_PEER) {
          uint32_t peer;
          memcpy(&peer, RTA_DATA(attribute), sizeof peer);
          pairs[2 * count] = found->udiag_ino;
          pairs[2 * count + 1] = peer;
          count++;
        }
    }
  }
}

int clinux_unix_peers(const char *network, uint64_t *pairs, int most) {
  int own = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  int other = open(network, O_RDONLY | O_CLOEXEC);
  int result = own < 0 || other < 0 || setns(other, CLONE_NEWNET) < 0 ? -errno : 0;
  if (result == 0) {
    // The socket stays in the namespace in which it was made, the thread does not.
    int link = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    result = link < 0 ? -errno : 0;
    if (setns(own, CLONE_NEWNET) < 0) abort();
    if (result == 0) result = list_unix_peers(link, pairs, most);
    if (link >= 0) close(link);
  }
  if (own >= 0) close(own);
  if (other >= 0) close(other);
  return result;
}
