# Makes net/core/netdev-genl-gen.h (-v kind=h) or .c (kind=c) of netdev.yaml (after yaml.awk): which requests of the
# netlink protocol `netdev` there are, and how Linux checks what comes with them. (Upstream: tools/net/ynl, in
# Python.) It knows what this description uses, no more.

# How Linux checks an attribute. What the check refers to is added to `ranges` or `nested`.
function check(path, macro,   type, low, high, name, d, n) {
  type = "NLA_" toupper(value[path "/type"])
  low = value[path "/checks/min"]
  high = value[path "/checks/max"]
  if (type == "NLA_NEST") {
    name = value[path "/nested-attributes"]
    nested = nested checks(lower(family "-" name "-nl-policy"), name, set_path(name) "/attributes")
    return "NLA_POLICY_NESTED(" lower(family "-" name "-nl-policy") ")"
  }
  if (path "/enum" in value) {
    for (d = 1; value["/definitions/" d "/name"] != value[path "/enum"]; d++)
      ;
    n = count["/definitions/" d "/entries"]
    if (value["/definitions/" d "/type"] == "flags")
      return sprintf("NLA_POLICY_MASK(%s, 0x%x)", type, 2 ^ n - 1)
    return "NLA_POLICY_MAX(" type ", " n - 1 ")"
  }
  if (low != "" && high != "") {
    name = tolower(macro) "_range"
    if (!seen[name]++)
      ranges = ranges "static const struct netlink_range_validation " name " = {\n" \
        "\t.min = " low "ULL,\n\t.max = " limits[high] "ULL,\n};\n"
    return "NLA_POLICY_FULL_RANGE(" type ", &" name ")"
  }
  return low != "" ? "NLA_POLICY_MIN(" type ", " low ")" : "{ .type = " type ", }"
}

# The table `name` of the checks of some attributes of a set; `largest` is the last of them afterwards.
function checks(name, set, list,   parent, i, a, last, text, macro, last_macro, declaration) {
  parent = set_path(get(set_path(set) "/subset-of", set))
  for (i = 1; i <= count[list]; i++) {
    for (a = 1; value[parent "/attributes/" a "/name"] != name_of(list "/" i); a++)
      ;
    macro = upper(set_prefix(parent) name_of(list "/" i))
    text = text "\t[" macro "] = " check(parent "/attributes/" a, macro) ",\n"
    if (a > last) {
      last = a
      last_macro = macro
    }
  }
  largest = last_macro
  declaration = "const struct nla_policy " name "[" largest " + 1]"
  if (set_path(set) "/subset-of" in value)
    externals = externals "extern " declaration ";\n"
  return declaration " = {\n" text "};\n"
}

# Adds what there is for a request of one kind, `do` or `dump`.
function add_request(path, kind,   name, request, table, fields, prototype, admin) {
  name = value[path "/name"]
  prototype = lower(family "-nl-" name "-" kind "it")
  prototypes = prototypes "int " prototype "(struct sk_buff *skb, struct " \
    (kind == "do" ? "genl_info *info" : "netlink_callback *cb") ");\n"
  fields = "\t\t.cmd = " upper(family "-cmd-" name) ",\n\t\t." kind "it = " prototype ",\n"
  request = path "/" kind "/request/attributes"
  if (count[request]) {
    table = path "/do/request" in value && path "/dump/request" in value ? name "-" kind : name
    table = lower(family "-" table "-nl-policy")
    tables = tables conditional(path, "static " checks(table, value[path "/attribute-set"], request))
    fields = fields "\t\t.policy = " table ",\n\t\t.maxattr = " largest ",\n"
  }
  admin = value[path "/flags/1"] == "admin-perm" ? "GENL_ADMIN_PERM | " : ""
  operations = operations \
    conditional(path, "\t{\n" fields "\t\t.flags = " admin "GENL_CMD_CAP_" toupper(kind) ",\n\t},\n")
}
function conditional(path, text) {
  if (path "/config-cond" in value)
    return "#ifdef CONFIG_" upper(value[path "/config-cond"]) "\n" text "#endif\n"
  return text
}

END {
  family = value["/name"]
  limits["s32-max"] = "2147483647"
  limits["u32-max"] = "4294967295"
  for (o = 1; o <= count["/operations/list"]; o++) {
    path = "/operations/list/" o
    if (path "/do" in value)
      add_request(path, "do")
    if (path "/dump" in value)
      add_request(path, "dump")
  }
  for (g = 1; g <= count["/mcast-groups/list"]; g++) {
    name = value["/mcast-groups/list/" g "/name"]
    groups = groups "\t" upper(family "-nlgrp-" name) ",\n"
    group_names = group_names "\t[" upper(family "-nlgrp-" name) "] = { \"" name "\", },\n"
  }
  private = value["/kernel-family/sock-priv"]
  print "#include <net/netlink.h>\n#include <net/genetlink.h>"
  print kind == "c" ? "#include \"netdev-genl-gen.h\"" : "#ifndef NETDEV_GEN_H\n#define NETDEV_GEN_H"
  print "#include <uapi/linux/netdev.h>\n#include <" value["/kernel-family/headers/1"] ">"
  if (kind == "h") {
    print externals prototypes "enum {\n" groups "};\nextern struct genl_family netdev_nl_family;"
    print "void netdev_nl_sock_priv_init(" private " *priv);\nvoid netdev_nl_sock_priv_destroy(" private " *priv);"
    print "#endif"
    exit
  }
  print ranges nested tables "static const struct genl_split_ops netdev_nl_ops[] = {\n" operations "};"
  print "static const struct genl_multicast_group netdev_nl_mcgrps[] = {\n" group_names "};"
  print "static void __netdev_nl_sock_priv_init(void *priv)\n{\n\tnetdev_nl_sock_priv_init(priv);\n}"
  print "static void __netdev_nl_sock_priv_destroy(void *priv)\n{\n\tnetdev_nl_sock_priv_destroy(priv);\n}"
  print "struct genl_family netdev_nl_family __ro_after_init = {"
  print "\t.name = NETDEV_FAMILY_NAME,\n\t.version = NETDEV_FAMILY_VERSION,\n\t.netnsok = true,"
  print "\t.parallel_ops = true,\n\t.module = THIS_MODULE,"
  print "\t.split_ops = netdev_nl_ops,\n\t.n_split_ops = ARRAY_SIZE(netdev_nl_ops),"
  print "\t.mcgrps = netdev_nl_mcgrps,\n\t.n_mcgrps = ARRAY_SIZE(netdev_nl_mcgrps),"
  print "\t.sock_priv_size = sizeof(" private "),"
  print "\t.sock_priv_init = __netdev_nl_sock_priv_init,\n\t.sock_priv_destroy = __netdev_nl_sock_priv_destroy,\n};"
}
