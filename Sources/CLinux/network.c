#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
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
